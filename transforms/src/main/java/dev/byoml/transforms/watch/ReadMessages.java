package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.topic.UnboundedTopic;
import dev.byoml.transforms.template.Template;
import java.time.Duration;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads the messages of a topic without end and parses them. A message is stamped with how far its
 * partition had got in event time before it; so far its watermark is.
 */
public final class ReadMessages
    extends PTransform<PBegin, PCollection<KafkaRecord<byte[], ParsedMessage>>> {
  private final transient UnboundedTopic topic;
  private final transient Template template;
  private final TimeRange range;
  private final Duration lateness;

  private ReadMessages(
      UnboundedTopic topic, Template template, TimeRange range, Duration lateness) {
    this.topic = requireNonNull(topic, "topic");
    this.template = requireNonNull(template, "template");
    this.range = requireNonNull(range, "range");
    this.lateness = requireNonNull(lateness, "lateness");
  }

  /**
   * Reads a topic from where its group has got.
   *
   * @param template how messages are parsed
   * @param range accesses at other times are filtered
   * @param lateness how long windows wait for late rows
   */
  public static ReadMessages of(
      UnboundedTopic topic, Template template, TimeRange range, Duration lateness) {
    return new ReadMessages(topic, template, range, lateness);
  }

  @Override
  public PCollection<KafkaRecord<byte[], ParsedMessage>> expand(PBegin begin) {
    return begin.apply(
        "Read topic",
        topic
            .read(new MessageParser.Provider(template, range))
            .withTimestampPolicyFactory(new PartitionProgress.Factory(lateness)));
  }
}
