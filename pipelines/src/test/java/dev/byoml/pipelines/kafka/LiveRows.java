package dev.byoml.pipelines.kafka;

import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Rows that happen now and arrive at once, late, or twice, until it is closed; sending goes on when
 * the broker comes back.
 */
public final class LiveRows implements AutoCloseable {
  /** Length of a window. */
  public static final Duration WINDOW = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int SEED = 19;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Instant start = Instant.now();
  private final AtomicInteger messages = new AtomicInteger();
  private final Future<Integer> sending;

  private LiveRows(KafkaBroker broker, String topic, int partitions) {
    sending = thread.submit(() -> send(broker, topic, partitions));
  }

  /** Makes a topic, and begins to send to it. */
  public static LiveRows start(KafkaBroker broker, String topic, int partitions) throws Exception {
    broker.createTopic(topic, partitions);
    return new LiveRows(broker, topic, partitions);
  }

  /** Trains on the days of {@link Events}. */
  public static Path train(Path folder) throws Exception {
    return Trained.in(folder, "--algorithm=als").model();
  }

  private int send(KafkaBroker broker, String topic, int partitions) throws Exception {
    Random random = new Random(SEED);
    int rows = 0;
    try (Producer<byte[], byte[]> producer = broker.producer(Map.of("enable.idempotence", false))) {
      List<Future<?>> sent = new ArrayList<>();
      while (!Thread.currentThread().isInterrupted()) {
        Instant time = Instant.now();
        if (random.nextInt(20) == 0) {
          time = time.minusSeconds(random.nextInt(25));
        }
        String user =
            Events.person(List.of("finance", "hr").get(random.nextInt(2)), random.nextInt(6));
        if (random.nextInt(10) == 0) {
          user = "shire\\newcomer" + random.nextInt(3);
        }
        String share =
            List.of("finance", "hr", "engineering").get(random.nextInt(3)) + random.nextInt(3);
        byte[] row =
            Events.row(5140, user, share, time, "row-" + rows++).getBytes(StandardCharsets.UTF_8);
        for (int copy = 0; copy < (random.nextInt(6) == 0 ? 2 : 1); copy++) {
          sent.add(
              producer.send(
                  new ProducerRecord<>(topic, random.nextInt(partitions), null, null, row)));
          messages.incrementAndGet();
        }
        try {
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
          break;
        }
      }
      Thread.interrupted();
      for (Future<?> one : sent) {
        one.get();
      }
    }
    return rows;
  }

  /** Stops sending, and gives what {@code score} says of each window by the name of its folder. */
  public SortedMap<String, List<String>> scored(String input, Path model, Path folder)
      throws Exception {
    rows();
    SortedMap<String, List<String>> windows = new TreeMap<>();
    long length = WINDOW.toSeconds();
    Instant from =
        Instant.ofEpochSecond(
            Math.floorDiv(start.minusSeconds(30).getEpochSecond(), length) * length);
    for (; from.isBefore(Instant.now()); from = from.plus(WINDOW)) {
      List<String> rows =
          SampleTopic.score(
              input, from, from.plus(WINDOW), model, folder.resolve(SampleTopic.nameOf(from)));
      if (!rows.isEmpty()) {
        windows.put(SampleTopic.nameOf(from), rows);
      }
    }
    return windows;
  }

  /** Stops sending, and gives how many rows happened. */
  public int rows() throws Exception {
    thread.shutdownNow();
    return sending.get();
  }

  /** Stops sending, and gives in how many messages the rows arrived. */
  public int messages() throws Exception {
    rows();
    return messages.get();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
