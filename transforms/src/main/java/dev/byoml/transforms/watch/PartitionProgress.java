package dev.byoml.transforms.watch;

import java.time.Duration;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.io.kafka.TimestampPolicyFactory;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.TopicPartition;
import org.joda.time.Instant;

/**
 * How far a partition has got in event time: to the latest access that was read, less {@link
 * #DISORDER}. It never goes back.
 *
 * <p>An access that claims to be later than its message arrived counts as of the arrival, so that
 * one clock that is ahead does not make everybody else's rows late. A partition that has been read
 * to its end, or whose messages hold no access, goes on with the broker's clock, less twice the
 * time that its rows took to arrive lately, but no more than windows wait for late rows.
 *
 * <p>A record's timestamp is how far its partition had got when it was read, and not the time of
 * its rows, of which a message may hold many: whether a row came too late is decided by it, and so
 * by the order of the partition's own messages alone.
 */
final class PartitionProgress extends TimestampPolicy<byte[], ParsedMessage> {
  /** How far the messages of a partition may be out of order without being late. */
  static final Duration DISORDER = Duration.ofSeconds(5);

  private static final int FADING = 16;

  private final long longestDelay;
  private long progress;
  private long delay;

  /**
   * A partition that has got so far.
   *
   * @param lateness how long windows wait for late rows
   * @param previous how far it had got
   */
  PartitionProgress(Duration lateness, Optional<Instant> previous) {
    this.longestDelay = Math.max(DISORDER.toMillis(), lateness.toMillis());
    this.progress = previous.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE).getMillis();
  }

  /** Makes one for each partition. */
  record Factory(Duration lateness) implements TimestampPolicyFactory<byte[], ParsedMessage> {
    private static final long serialVersionUID = 1L;

    @Override
    public TimestampPolicy<byte[], ParsedMessage> createTimestampPolicy(
        TopicPartition partition, Optional<Instant> previous) {
      return new PartitionProgress(lateness, previous);
    }
  }

  @Override
  public Instant getTimestampForRecord(
      PartitionContext context, KafkaRecord<byte[], ParsedMessage> message) {
    final Instant before = Instant.ofEpochMilli(progress);
    long newest = message.getKV().getValue().newest();
    long arrival = message.getTimestamp();
    if (newest == ParsedMessage.NO_TIME) {
      advance(arrival - allowance());
    } else if (arrival <= 0) {
      advance(newest - DISORDER.toMillis());
    } else {
      delay = Math.max(arrival - newest, delay - delay / FADING);
      advance(Math.min(arrival, newest) - DISORDER.toMillis());
    }
    return before;
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    if (context.getMessageBacklog() == 0) {
      advance(context.getBacklogCheckTime().getMillis() - allowance());
    }
    return Instant.ofEpochMilli(progress);
  }

  private void advance(long time) {
    progress = Math.max(progress, time);
  }

  private long allowance() {
    return Math.max(DISORDER.toMillis(), Math.min(longestDelay, 2 * delay));
  }
}
