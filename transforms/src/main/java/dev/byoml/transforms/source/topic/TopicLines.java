package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.InputPiece.TopicRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.json.MessageLines;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The lines in the messages of a range of a topic. A message is an envelope {@code
 * {"records":[…]}}, an array of rows, one row, or lines; each row is a line whose source names the
 * message as {@code …/partition=3/offset=1234}, and whose position is its first byte in it.
 *
 * <p>The Beam counter {@code messagesRead} in the namespace {@code byoml} counts messages.
 */
public final class TopicLines implements SourceLines {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** Polls without any progress after which a broker is taken to be gone: two minutes. */
  private static final int MOST_EMPTY_POLLS = 120;

  private final Counter read = Metrics.counter(PhaseTime.NAMESPACE, "messagesRead");
  private final TopicAddress address;
  private final TopicRange range;
  private final TopicPartition partition;
  private final Consumer<byte[], byte[]> consumer;

  private Iterator<ConsumerRecord<byte[], byte[]>> messages = Collections.emptyIterator();
  private Iterator<SourceLine> lines = Collections.emptyIterator();

  /** Reads through a consumer of the topic's broker, and closes it. */
  TopicLines(TopicAddress address, TopicRange range, Consumer<byte[], byte[]> consumer) {
    this.address = address;
    this.range = range;
    this.partition = new TopicPartition(address.topic(), range.partition());
    this.consumer = consumer;
    consumer.assign(List.of(partition));
    consumer.seek(partition, range.start());
  }

  /**
   * Opens a range of a topic.
   *
   * @throws UnreadableInputException if the broker cannot be reached at all
   */
  public static SourceLines open(TopicRange range) throws UnreadableInputException {
    TopicAddress address = TopicAddress.parse(range.topic());
    try {
      return new TopicLines(address, range, TopicSettings.consumer(address, Map.of()));
    } catch (KafkaException e) {
      throw unreadable(address, e);
    }
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    try {
      while (!lines.hasNext()) {
        if (!messages.hasNext() && consumer.position(partition) < range.end()) {
          messages = poll();
        } else if (messages.hasNext()) {
          cut(messages.next());
        } else {
          return null;
        }
      }
      return lines.next();
    } catch (KafkaException e) {
      throw unreadable(address, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }

  /** The next messages, empty where there are only marks of transactions. */
  private Iterator<ConsumerRecord<byte[], byte[]>> poll() throws UnreadableInputException {
    long position = consumer.position(partition);
    for (int polls = 0; polls < MOST_EMPTY_POLLS; polls++) {
      var found = consumer.poll(POLL).records(partition);
      if (consumer.position(partition) > position) {
        return found.iterator();
      }
    }
    throw new UnreadableInputException(
        address.text(), "no further message came within two minutes", null);
  }

  private void cut(ConsumerRecord<byte[], byte[]> message) {
    if (message.offset() < range.end()) {
      read.inc();
      lines =
          MessageLines.of(
                  TopicAddress.message(range.topic(), range.partition(), message.offset()),
                  message.value())
              .iterator();
    }
  }

  private static UnreadableInputException unreadable(TopicAddress address, KafkaException e) {
    return new UnreadableInputException(address.text(), TopicFailures.describe(e, address), e);
  }
}
