package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.azure.EventHubsConnectionString;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.TopicRange;
import dev.byoml.transforms.source.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a user names as input where events are messages: an event hub ({@code
 * eventhubs://NAMESPACE/HUB}) or a topic of Kafka ({@code kafka://HOST:PORT/TOPIC}), and which
 * messages that means.
 *
 * <p>Offsets are looked up once, before anything runs, so that a run that repeats a part of its
 * work reads the same messages again. A message is stamped when it arrives, and its rows are older
 * than that. So reading begins at the start of the range, less {@link #FASTEST_CLOCK}, and goes on
 * to the last message that is there; which rows lie in the range is decided by the time that each
 * row carries.
 *
 * <p>An event hub is read through its Kafka endpoint. Each worker signs in with what it has: a
 * connection string in the environment variable {@value EventHubsConnectionString#VARIABLE}, or
 * else {@link dev.byoml.transforms.azure.AzureSignIn}.
 */
public final class TopicInput {

  /** How far the clock of a machine that writes events may be ahead of the broker's. */
  public static final Duration FASTEST_CLOCK = Duration.ofHours(1);

  /** Settings of a consumer that asks before anything runs. */
  static final Map<String, Object> PATIENTLY =
      Map.of(
          ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
          (int) TopicSettings.PATIENCE.toMillis(),
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          (int) TopicSettings.PATIENCE.toMillis());

  /** Messages in a piece: enough that signing in costs little beside reading them. */
  public static final long PIECE_SIZE = 100_000;

  private static final Logger LOG = LoggerFactory.getLogger(TopicInput.class);

  private TopicInput() {}

  /** Whether {@code input} names an event hub or a topic. */
  public static boolean isTopic(String input) {
    return TopicAddress.isTopic(input);
  }

  /**
   * Checks that the broker answers, accepts the credentials and has the topic.
   *
   * @throws InputNotFoundException if not; the message is one line that says what to do
   */
  public static void checkReadable(String input) {
    pieces(input, TimeRange.ALL);
  }

  /**
   * The messages that are there and not too old to hold rows of {@code range}, in pieces.
   *
   * @throws InputNotFoundException if the broker does not answer or refuses, or there is no such
   *     topic; the message is one line that says what to do
   */
  public static List<InputPiece> pieces(String input, TimeRange range) {
    TopicAddress address = TopicAddress.parse(input);
    try (Consumer<byte[], byte[]> consumer = TopicSettings.consumer(address, PATIENTLY)) {
      return pieces(consumer, address, range);
    } catch (KafkaException e) {
      throw new InputNotFoundException(TopicFailures.describe(e, address), e);
    }
  }

  static List<InputPiece> pieces(
      Consumer<byte[], byte[]> consumer, TopicAddress address, TimeRange range) {
    List<TopicPartition> all = partitions(consumer, address);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<TopicPartition, Long> firsts =
        range.from() == null
            ? beginnings
            : firstAfter(consumer, all, range.from().minus(FASTEST_CLOCK), ends);
    if (range.from() != null) {
      warnOfDeletedMessages(consumer, address, beginnings, firsts, ends);
    }
    List<InputPiece> pieces = new ArrayList<>();
    for (TopicPartition partition : all) {
      long end = ends.get(partition);
      for (long start = firsts.get(partition); start < end; start += PIECE_SIZE) {
        pieces.add(
            new TopicRange(
                address.text(), partition.partition(), start, Math.min(end, start + PIECE_SIZE)));
      }
    }
    return pieces;
  }

  /**
   * The partitions of a topic, in order.
   *
   * @throws InputNotFoundException if there is no such topic
   */
  static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, TopicAddress address) {
    List<PartitionInfo> found = consumer.partitionsFor(address.topic());
    if (found == null || found.isEmpty()) {
      throw new InputNotFoundException(
          "there is no %s %s at %s"
              .formatted(
                  address.eventHub() ? "event hub" : "topic", address.topic(), address.servers()));
    }
    return found.stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .sorted(Comparator.comparing(TopicPartition::partition))
        .toList();
  }

  /** The offsets of the first messages that arrived at or after a time, or the ends. */
  static Map<TopicPartition, Long> firstAfter(
      Consumer<byte[], byte[]> consumer,
      List<TopicPartition> all,
      Instant time,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, OffsetAndTimestamp> found =
        consumer.offsetsForTimes(
            all.stream()
                .collect(
                    Collectors.toMap(
                        Function.identity(), partition -> Math.max(0, time.toEpochMilli()))));
    return all.stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                partition ->
                    found.get(partition) == null
                        ? ends.get(partition)
                        : found.get(partition).offset()));
  }

  /** Says so if messages of the range may have been there once and are not any more. */
  private static void warnOfDeletedMessages(
      Consumer<byte[], byte[]> consumer,
      TopicAddress address,
      Map<TopicPartition, Long> beginnings,
      Map<TopicPartition, Long> firsts,
      Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> cutOff =
        beginnings.entrySet().stream()
            .filter(beginning -> beginning.getValue() > 0)
            .filter(beginning -> beginning.getValue().equals(firsts.get(beginning.getKey())))
            .filter(beginning -> beginning.getValue() < ends.get(beginning.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, beginning -> 0L));
    if (cutOff.isEmpty()) {
      return;
    }
    String earliest =
        consumer.offsetsForTimes(cutOff).values().stream()
            .filter(offset -> offset != null)
            .map(OffsetAndTimestamp::timestamp)
            .max(Comparator.naturalOrder())
            .map(time -> Instant.ofEpochMilli(time).toString())
            .orElse("an unknown time");
    LOG.warn(
        "{} has deleted its older messages: {} of {} partitions begin after the start of the time"
            + " range, the last one at {}; rows before that may be missing",
        address.text(),
        cutOff.size(),
        beginnings.size(),
        earliest);
  }
}
