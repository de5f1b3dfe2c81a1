package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.source.InputNotFoundException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic or event hub that is read without end by a consumer group, in which the broker keeps how
 * far reading has got. Signing in is as {@link TopicInput} says.
 */
public final class UnboundedTopic {
  private static final Logger LOG = LoggerFactory.getLogger(UnboundedTopic.class);

  private final TopicAddress address;
  private final String group;

  private UnboundedTopic(TopicAddress address, String group) {
    this.address = address;
    this.group = group;
  }

  /**
   * A topic and who reads it.
   *
   * @param input address of the topic, as a user writes it
   * @param group name of the consumer group
   * @throws InputNotFoundException if that is not the address of a topic
   */
  public static UnboundedTopic of(String input, String group) {
    return new UnboundedTopic(TopicAddress.parse(input), group);
  }

  /** The address as it is shown. */
  public static String nameOf(String input) {
    return TopicAddress.parse(input).text();
  }

  /**
   * Name of one message, for people to find it again.
   *
   * @param topic the topic's address as it is shown
   */
  public static String message(String topic, int partition, long offset) {
    return TopicAddress.message(topic, partition, offset);
  }

  /** Where a group begins that has not read yet. */
  public enum Start {
    /** At the oldest message that is there. */
    EARLIEST,
    /** At the messages that come from now on. */
    LATEST,
    /** At a time. */
    AT_TIME
  }

  /**
   * How far a group has got with a topic.
   *
   * @param isFirst whether the group had read nothing before
   * @param committed the offset of each partition that is read next
   * @param ends the offset after the last message of each partition
   */
  public record Position(boolean isFirst, Map<Integer, Long> committed, Map<Integer, Long> ends) {
    /** Messages that are there and that the group has not read for good. */
    public long backlog() {
      return ends.entrySet().stream()
          .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
          .sum();
    }

    /** Messages that the group has read for good, since the topic was made. */
    public long read() {
      return committed.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Lets the group begin, unless it has read before, in every partition that it has not read.
   * Messages that the broker has deleted before they were read are reported in the log.
   *
   * @param time earliest arrival of the first message, for {@link Start#AT_TIME}
   * @return where the group goes on
   * @throws InputNotFoundException if the broker does not answer or refuses, or there is no such
   *     topic; the message is one line that says what to do
   */
  public Position begin(Start start, Instant time) {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> all = TopicInput.partitions(consumer, address);
      Map<TopicPartition, OffsetAndMetadata> known = committed(consumer, all);
      Map<TopicPartition, Long> earliest = consumer.beginningOffsets(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      Map<TopicPartition, Long> first =
          switch (start) {
            case EARLIEST -> earliest;
            case LATEST -> ends;
            case AT_TIME -> TopicInput.firstAfter(consumer, all, time, ends);
          };
      Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
      for (TopicPartition partition : all) {
        long offset =
            known.containsKey(partition) ? known.get(partition).offset() : first.get(partition);
        if (offset < earliest.get(partition)) {
          LOG.warn(
              "{} has deleted messages of partition {} before they were read: offsets {} to {}",
              address.text(),
              partition.partition(),
              offset,
              earliest.get(partition) - 1);
          offset = earliest.get(partition);
        }
        next.put(partition, new OffsetAndMetadata(offset));
      }
      consumer.commitSync(next);
      return position(known.isEmpty(), next, ends);
    } catch (KafkaException e) {
      throw new InputNotFoundException(TopicFailures.describe(e, address), e);
    }
  }

  /**
   * How far the group has got.
   *
   * @throws InputNotFoundException if the broker does not answer
   */
  public Position position() {
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> all = TopicInput.partitions(consumer, address);
      Map<TopicPartition, OffsetAndMetadata> known = committed(consumer, all);
      return position(known.isEmpty(), known, consumer.endOffsets(all));
    } catch (KafkaException e) {
      throw new InputNotFoundException(TopicFailures.describe(e, address), e);
    }
  }

  /**
   * Reads from where the group has got. Its offsets are committed with each checkpoint.
   *
   * @param values makes values of messages
   */
  public <V> KafkaIO.Read<byte[], V> read(DeserializerProvider<V> values) {
    return KafkaIO.<byte[], V>read()
        .withBootstrapServers(address.servers())
        .withTopic(address.topic())
        .withKeyDeserializer(ByteArrayDeserializer.class)
        .withValueDeserializer(values)
        .withConsumerFactoryFn(new Consumers(address.text()))
        .withConsumerConfigUpdates(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false))
        .withOffsetConsumerConfigOverrides(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group))
        .commitOffsetsInFinalize();
  }

  private Consumer<byte[], byte[]> consumer() {
    Map<String, Object> more = new HashMap<>(TopicInput.PATIENTLY);
    more.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    return TopicSettings.consumer(address, more);
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> all) {
    return consumer.committed(Set.copyOf(all)).entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Position position(
      boolean isFirst,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, Long> ends) {
    Map<Integer, Long> next = new TreeMap<>();
    committed.forEach((partition, offset) -> next.put(partition.partition(), offset.offset()));
    Map<Integer, Long> last = new TreeMap<>();
    ends.forEach((partition, offset) -> last.put(partition.partition(), offset));
    return new Position(isFirst, next, last);
  }

  /** Signs in on each worker, with what that has; keeps of Kafka's settings what is not sign-in. */
  private static final class Consumers
      implements SerializableFunction<Map<String, Object>, Consumer<byte[], byte[]>> {
    private static final long serialVersionUID = 1L;

    private final String address;

    Consumers(String address) {
      this.address = address;
    }

    @Override
    public Consumer<byte[], byte[]> apply(Map<String, Object> settings) {
      Map<String, Object> own = new HashMap<>();
      own.put(ConsumerConfig.GROUP_ID_CONFIG, settings.get(ConsumerConfig.GROUP_ID_CONFIG));
      return TopicSettings.consumer(TopicAddress.parse(address), own);
    }
  }
}
