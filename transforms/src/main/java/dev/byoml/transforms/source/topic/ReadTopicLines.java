package dev.byoml.transforms.source.topic;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.azure.EventHubsConnectionString;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLineCoder;
import dev.byoml.transforms.source.TimeRange;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the rows in the messages of an event hub ({@code eventhubs://NAMESPACE/HUB}) or a topic of
 * Kafka ({@code kafka://HOST:PORT/TOPIC}), as lines. The result is bounded: it holds what is there
 * when the transform is added to a pipeline, from an hour before the start of the range on, because
 * messages are stamped when they arrive and rows are older. Which rows lie in the range is for the
 * parser to tell.
 *
 * <p>A message is an envelope {@code {"records":[…]}}, an array of rows, one row, or lines; each
 * row is a line whose source names the message as {@code …/partition=3/offset=1234}, and whose
 * position is its first byte in it.
 *
 * <p>An event hub is read through its Kafka endpoint. Each worker signs in with what it has: a
 * connection string in the environment variable {@value EventHubsConnectionString#VARIABLE}, or
 * else {@link dev.byoml.transforms.azure.AzureSignIn}.
 *
 * <p>The Beam counter {@code messagesRead} in the namespace {@code byoml} counts messages.
 */
public final class ReadTopicLines extends PTransform<PBegin, PCollection<SourceLine>> {

  /** How long a poll waits at the end of a partition, in seconds. */
  private static final long POLL_SECONDS = 1;

  private final String input;
  private final TimeRange range;

  private ReadTopicLines(String input, TimeRange range) {
    this.input = requireNonNull(input, "input");
    this.range = requireNonNull(range, "range");
  }

  /** Reads all messages of {@code input}. */
  public static ReadTopicLines from(String input) {
    return new ReadTopicLines(input, TimeRange.ALL);
  }

  /** Leaves out the messages that are too old to hold a row of {@code range}. */
  public ReadTopicLines within(TimeRange range) {
    return new ReadTopicLines(input, range);
  }

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
    lookUp(TopicAddress.parse(input), TimeRange.ALL);
  }

  /**
   * Looks up what there is to read, and adds the reading to a pipeline.
   *
   * @throws InputNotFoundException if the broker does not answer or there is no such topic
   */
  @Override
  public PCollection<SourceLine> expand(PBegin begin) {
    TopicAddress address = TopicAddress.parse(input);
    TopicOffsets offsets = lookUp(address, range);
    if (offsets.partitions().isEmpty()) {
      return begin.apply("No messages", Create.empty(SourceLineCoder.of()));
    }
    return begin
        .apply(
            "Read messages",
            KafkaIO.<byte[], byte[]>read()
                .withBootstrapServers(address.servers())
                .withTopicPartitions(offsets.topicPartitions(address.topic()))
                .withKeyDeserializer(ByteArrayDeserializer.class)
                .withValueDeserializer(ByteArrayDeserializer.class)
                .withConsumerConfigUpdates(TopicSettings.of(address))
                .withConsumerFactoryFn(PlannedConsumer.factory(offsets))
                .withStartReadTime(PlannedConsumer.FIRST)
                .withStopReadTime(PlannedConsumer.END)
                .withConsumerPollingTimeout(POLL_SECONDS))
        .apply("Cut into lines", ParDo.of(new CutFn(address)))
        .setCoder(SourceLineCoder.of());
  }

  private static TopicOffsets lookUp(TopicAddress address, TimeRange range) {
    Map<String, Object> settings = new HashMap<>(TopicSettings.of(address));
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address.servers());
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TopicSettings.PATIENCE.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TopicSettings.PATIENCE.toMillis());
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      return TopicOffsets.lookUp(consumer, address, range);
    } catch (KafkaException e) {
      throw new InputNotFoundException(TopicFailures.describe(e, address), e);
    }
  }

  private static final class CutFn extends DoFn<KafkaRecord<byte[], byte[]>, SourceLine> {
    private final Counter read = Metrics.counter(PhaseTime.NAMESPACE, "messagesRead");
    private final String topic;

    CutFn(TopicAddress address) {
      this.topic = address.text();
    }

    @ProcessElement
    public void cut(
        @Element KafkaRecord<byte[], byte[]> message, OutputReceiver<SourceLine> lines) {
      read.inc();
      String source = TopicAddress.message(topic, message.getPartition(), message.getOffset());
      MessageLines.of(source, message.getKV().getValue()).forEach(lines::output);
    }
  }
}
