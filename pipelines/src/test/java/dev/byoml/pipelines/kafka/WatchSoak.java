package dev.byoml.pipelines.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Runs {@code byoml watch} for some minutes under a steady load from a broker in this process, and
 * prints how fast rows were read, how soon results came, how much memory it took, and the sums. See
 * {@code scripts/soak-watch.sh}.
 */
public final class WatchSoak {
  private static final String TOPIC = "soak";
  private static final int PARTITIONS = 4;
  private static final int DEPARTMENTS = 50;
  private static final int PEOPLE = 40;
  private static final int SHARES = 10;

  /** Of so many accesses one is to a share of another department. */
  private static final int ODD_ONE_IN = 20_000;

  private static final Duration TELL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path results;
  private final Process watch;
  private final Set<Path> seen = new HashSet<>();
  private final List<Double> afterAccess = new ArrayList<>();
  private final List<Double> afterWindow = new ArrayList<>();
  private long start;
  private long produced;
  private long largestCheckpoint;

  private WatchSoak(Path results, Process watch) {
    this.results = results;
    this.watch = watch;
  }

  /**
   * Runs it; ends with status 1 if a row is missing.
   *
   * @param arguments an empty folder, the script that starts the run, seconds, rows a second, rows
   *     a message, and seconds of a window; then options of the run
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Duration length = Duration.ofSeconds(Long.parseLong(arguments[2]));
    int rate = Integer.parseInt(arguments[3]);
    int perMessage = Integer.parseInt(arguments[4]);
    Duration window = Duration.ofSeconds(Long.parseLong(arguments[5]));
    Path model = train(folder);
    Path results = folder.resolve("results");
    boolean sound;
    try (KafkaBroker broker =
        KafkaBroker.start(
            folder.resolve("broker"),
            Map.of(),
            Map.of("log.retention.bytes", "500000000", "log.segment.bytes", "100000000"))) {
      broker.createTopic(TOPIC, PARTITIONS);
      List<String> words =
          new ArrayList<>(
              List.of(
                  arguments[1],
                  "watch",
                  "--input=" + broker.input(TOPIC),
                  "--from=earliest",
                  "--model=" + model,
                  "--window=" + window.toSeconds() + "s",
                  "--output=" + results,
                  "--threshold=-Infinity"));
      words.addAll(List.of(arguments).subList(6, arguments.length));
      Process watch =
          new ProcessBuilder(words)
              .redirectOutput(folder.resolve("watch.out").toFile())
              .redirectError(folder.resolve("watch.err").toFile())
              .start();
      try {
        sound = new WatchSoak(results, watch).run(broker, length, rate, perMessage, window);
      } finally {
        watch.destroy();
        if (!watch.waitFor(1, TimeUnit.MINUTES)) {
          watch.destroyForcibly();
        }
      }
    }
    System.exit(sound ? 0 : 1);
  }

  private boolean run(
      KafkaBroker broker, Duration length, int rate, int perMessage, Duration window)
      throws Exception {
    System.out.printf(
        "%8s %12s %12s %10s %10s %10s%n",
        "seconds", "produced", "read", "rows/s", "heap MB", "RSS MB");
    Rows rows = new Rows();
    try (Producer<byte[], byte[]> producer =
        broker.producer(
            Map.of("linger.ms", 20, "batch.size", 262_144, "compression.type", "lz4"))) {
      send(producer, rows, perMessage);
      await(() -> number("read") > 0);
      start = System.nanoTime();
      long told = start;
      long readBefore = 0;
      while (System.nanoTime() - start < length.toNanos()) {
        long due = (System.nanoTime() - start) * rate / 1_000_000_000L;
        while (produced < due) {
          send(producer, rows, perMessage);
        }
        look();
        if (System.nanoTime() - told >= TELL.toNanos()) {
          long read = number("read");
          double seconds = (System.nanoTime() - told) / 1e9;
          told = System.nanoTime();
          largestCheckpoint = Math.max(largestCheckpoint, checkpointBytes());
          tell(read, (read - readBefore) / seconds, watch);
          readBefore = read;
        }
        Thread.sleep(10);
      }
    }
    await(() -> number("used") == produced);
    long closed = System.nanoTime() + window.plusSeconds(20).toNanos();
    await(() -> System.nanoTime() > closed);
    tell(number("read"), 0, watch);
    System.out.printf(
        Locale.ROOT,
        "produced %,d = read %,d = used %,d + filtered %,d + rejected %,d; late %,d; results %,d%n",
        produced,
        number("read"),
        number("used"),
        number("filtered"),
        number("rejected"),
        number("late"),
        afterAccess.size());
    System.out.printf(
        Locale.ROOT,
        "largest checkpoint: %,d bytes, with %,d rows/s and windows of %d s%n",
        largestCheckpoint,
        rate,
        window.toSeconds());
    tell("from an access to its result", afterAccess);
    tell("from the end of a window to its results", afterWindow);
    return number("read") == produced && number("used") == produced;
  }

  private void send(Producer<byte[], byte[]> producer, Rows rows, int perMessage) {
    int partition = (int) (produced / perMessage % PARTITIONS);
    producer.send(new ProducerRecord<>(TOPIC, partition, null, null, rows.next(perMessage)));
    produced += perMessage;
  }

  /** Looks for results until something is so. */
  private void await(Callable<Boolean> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end && !wanted.call()) {
      look();
      Thread.sleep(100);
    }
    look();
  }

  private static void tell(String what, List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    if (!sorted.isEmpty()) {
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f s (median), %.1f s (99 of 100), %.1f s (all)%n",
          what,
          sorted.get(sorted.size() / 2),
          sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1),
          sorted.get(sorted.size() - 1));
    }
  }

  private void tell(long read, double rate, Process watch) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%8d %12d %12d %10.0f %10d %10d%n",
        (System.nanoTime() - start) / 1_000_000_000L,
        produced,
        read,
        rate,
        heap(watch.pid()),
        resident(watch.pid()));
  }

  /** Notes when results came that are new. */
  private void look() throws IOException {
    if (!watch.isAlive()) {
      throw new IllegalStateException("watch has ended; watch.err tells why");
    }
    if (!Files.isDirectory(results)) {
      return;
    }
    List<Path> files = new ArrayList<>();
    // Beside the windows lie checkpoints, which Flink deletes while the folder is read.
    for (Path window : named(results, "\\d{8}T\\d{6}Z")) {
      files.addAll(named(window, "anomalies-.*ndjson"));
    }
    files.removeIf(file -> !seen.add(file));
    for (Path file : files) {
      Instant now = Files.getLastModifiedTime(file).toInstant();
      for (String line : Files.readAllLines(file)) {
        JsonNode row = JSON.readTree(line);
        Instant end = Instant.parse(row.get("TimeGenerated").asText());
        afterAccess.add(seconds(Instant.parse(row.get("LastAccess").asText()), now));
        afterWindow.add(seconds(end, now));
      }
    }
  }

  private static double seconds(Instant from, Instant to) {
    return ChronoUnit.MILLIS.between(from, to) / 1e3;
  }

  private long number(String name) throws IOException {
    Path file = results.resolve("metrics.json");
    return Files.exists(file) ? JSON.readTree(file.toFile()).path(name).asLong() : 0;
  }

  private static List<Path> named(Path folder, String pattern) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches(pattern)).toList();
    }
  }

  /** Bytes of the largest checkpoint that is there. */
  private long checkpointBytes() throws IOException {
    Path folder = results.resolve("checkpoints");
    Map<Path, Long> sizes = new HashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          sizes.merge(file.getParent(), file.toFile().length(), Long::sum);
        }
      } catch (UncheckedIOException e) {
        // One was deleted while the folder was read: the next look tells.
        return 0;
      }
    }
    return sizes.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Used heap in MB, garbage included. */
  private static long heap(long process) throws Exception {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jstat").toString(),
                "-gc",
                Long.toString(process))
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    if (tool.waitFor() != 0 || lines.size() < 2) {
      return 0;
    }
    List<String> names = List.of(lines.get(0).strip().split("\\s+"));
    String[] values = lines.get(1).strip().split("\\s+");
    double kilobytes = 0;
    for (String name : List.of("S0U", "S1U", "EU", "OU")) {
      kilobytes += Double.parseDouble(values[names.indexOf(name)]);
    }
    return Math.round(kilobytes / 1024);
  }

  private static long resident(long process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .sum();
  }

  /** Trains on ten days in which everybody uses the shares of the own department. */
  private static Path train(Path folder) throws IOException {
    Path events = folder.resolve("training.jsonl");
    Instant start = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(12));
    try (BufferedWriter out = Files.newBufferedWriter(events)) {
      for (int day = 0; day < 10; day++) {
        Instant time = start.plus(Duration.ofDays(day));
        for (int user = 0; user < DEPARTMENTS * PEOPLE; user++) {
          for (int share = 0; share < SHARES; share++) {
            out.write(
                Rows.BEFORE_TIME
                    + time
                    + Rows.rest(user, user / PEOPLE * SHARES + share)
                    + "%d-%d-%d\"}%n".formatted(day, user, share));
          }
        }
      }
    }
    Path model = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + events, "--algorithm=als", "--model=" + model);
    if (cli.status() != 0) {
      throw new IllegalStateException(cli.err());
    }
    return model;
  }

  /** Rows of about 700 bytes, as Log Analytics exports them, that happen now. */
  private static final class Rows {
    static final String BEFORE_TIME = "{\"TenantId\":\"t1\",\"TimeGenerated\":\"";

    private static final String FILLER = "0123456789abcdef".repeat(24);

    private final Random random = new Random(19);
    private final StringBuilder text = new StringBuilder();
    private long number;

    /** What stands after the time and before the identity. */
    static String rest(int user, int share) {
      return ("\",\"EventID\":5140,\"Account\":\"CONTOSO\\\\user%d\",\"Computer\":"
              + "\"FS01.contoso.example\",\"ShareName\":\"\\\\\\\\*\\\\share%d\",\"IpAddress\":"
              + "\"10.0.0.7\",\"EventData\":\"%s\",\"Type\":\"SecurityEvent\",\"_ItemId\":\"")
          .formatted(user, share, FILLER);
    }

    private final String[][] rests = new String[DEPARTMENTS * PEOPLE][SHARES];

    /** A message of so many rows, one a line. */
    byte[] next(int rows) {
      text.setLength(0);
      String time = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
      for (int row = 0; row < rows; row++) {
        int user = random.nextInt(rests.length);
        int share = random.nextInt(SHARES);
        boolean odd = random.nextInt(ODD_ONE_IN) == 0;
        if (rests[user][share] == null) {
          rests[user][share] = rest(user, user / PEOPLE * SHARES + share);
        }
        text.append(BEFORE_TIME)
            .append(time)
            .append(odd ? rest(user, random.nextInt(DEPARTMENTS * SHARES)) : rests[user][share])
            .append(number++)
            .append("\"}\n");
      }
      return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }
}
