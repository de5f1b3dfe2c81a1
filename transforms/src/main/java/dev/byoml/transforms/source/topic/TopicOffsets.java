package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.TimeRange;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of a topic that a run reads, as offsets of each partition that has any. They are
 * looked up once, before anything runs, so that a run that repeats a part of its work reads the
 * same messages again.
 *
 * <p>A message is stamped when it arrives, and its rows are older than that. So reading begins at
 * the start of the range, less {@link #FASTEST_CLOCK}, and goes on to the last message that is
 * there; which rows lie in the range is decided by the time that each row carries.
 *
 * @param partitions offsets by number of partition, none of them empty
 */
record TopicOffsets(SortedMap<Integer, OffsetRange> partitions) implements Serializable {

  /** How far the clock of a machine that writes events may be ahead of the broker's. */
  static final Duration FASTEST_CLOCK = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(TopicOffsets.class);

  /**
   * Looks up the messages that can hold rows of {@code range}.
   *
   * @throws InputNotFoundException if there is no such topic
   * @throws org.apache.kafka.common.KafkaException if the broker does not answer or refuses
   */
  static TopicOffsets lookUp(
      Consumer<byte[], byte[]> consumer, TopicAddress address, TimeRange range) {
    List<PartitionInfo> found = consumer.partitionsFor(address.topic());
    if (found == null || found.isEmpty()) {
      throw new InputNotFoundException(
          "there is no %s %s at %s"
              .formatted(
                  address.eventHub() ? "event hub" : "topic", address.topic(), address.servers()));
    }
    List<TopicPartition> all =
        found.stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<TopicPartition, Long> firsts =
        range.from() == null
            ? beginnings
            : firstAfter(consumer, all, range.from().minus(FASTEST_CLOCK), ends);
    SortedMap<Integer, OffsetRange> partitions = new TreeMap<>();
    for (TopicPartition partition : all) {
      long first = firsts.get(partition);
      long end = ends.get(partition);
      if (first < end) {
        partitions.put(partition.partition(), new OffsetRange(first, end));
      }
    }
    if (range.from() != null) {
      warnOfDeletedMessages(consumer, address, partitions, beginnings);
    }
    return new TopicOffsets(partitions);
  }

  /** The partitions that are read. */
  List<TopicPartition> topicPartitions(String topic) {
    return partitions.keySet().stream()
        .map(partition -> new TopicPartition(topic, partition))
        .toList();
  }

  private static Map<TopicPartition, Long> firstAfter(
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
      SortedMap<Integer, OffsetRange> read,
      Map<TopicPartition, Long> beginnings) {
    Map<TopicPartition, Long> cutOff =
        beginnings.entrySet().stream()
            .filter(beginning -> beginning.getValue() > 0)
            .filter(
                beginning ->
                    Optional.ofNullable(read.get(beginning.getKey().partition()))
                        .filter(offsets -> offsets.getFrom() == beginning.getValue())
                        .isPresent())
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
