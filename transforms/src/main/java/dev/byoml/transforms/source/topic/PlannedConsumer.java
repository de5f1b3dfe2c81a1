package dev.byoml.transforms.source.topic;

import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/**
 * A consumer that answers from a plan where a partition is to be read from and to.
 *
 * <p>KafkaIO's bounded reading asks the broker for the messages at two times, and fails where a
 * partition has none at or after one of them: an empty partition, or a window that has not been
 * left behind yet. So it is given two times that only stand for the ends of the plan.
 */
final class PlannedConsumer extends KafkaConsumer<byte[], byte[]> {

  /** Stands for the first offset that is read. */
  static final Instant FIRST = new Instant(0);

  /** Stands for the offset after the last that is read. */
  static final Instant END = new Instant(1);

  private final TopicOffsets plan;

  private PlannedConsumer(Map<String, Object> settings, TopicOffsets plan) {
    super(settings);
    this.plan = plan;
  }

  /** Makes consumers for {@code plan}. */
  static SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> factory(
      TopicOffsets plan) {
    return settings -> new PlannedConsumer(settings, plan);
  }

  @Override
  public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
    Map<TopicPartition, OffsetAndTimestamp> offsets = new HashMap<>();
    times.forEach(
        (partition, time) -> {
          OffsetRange range = plan.partitions().get(partition.partition());
          offsets.put(
              partition,
              new OffsetAndTimestamp(
                  time == FIRST.getMillis() ? range.getFrom() : range.getTo(), time));
        });
    return offsets;
  }
}
