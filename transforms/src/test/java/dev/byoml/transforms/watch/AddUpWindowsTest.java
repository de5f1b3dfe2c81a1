package dev.byoml.transforms.watch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class AddUpWindowsTest {
  private static final String INPUT = "kafka://broker:9092/events";
  private static final String FIRST = "2026-03-16T08:00:00Z";
  private static final WatchWindows WINDOWS =
      new WatchWindows(Duration.ofMinutes(5), Duration.ofMinutes(30));
  private static final Template TEMPLATE = Templates.load("file-share-access");

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
  private TestStream.Builder<KafkaRecord<byte[], ParsedMessage>> stream =
      TestStream.create(KafkaRecordCoder.of(ByteArrayCoder.of(), ParsedMessage.CODER))
          .advanceWatermarkTo(at("08:00:00"));
  private long offset;

  @Test
  void givesEachWindowWhenItsEndHasPassed() {
    read("08:00:00", row("alice", "08:00:01", "1"), row("alice", "08:04:59.999", "2"));
    read("08:04:00", row("alice", "08:05:00", "3"));
    stream = stream.advanceWatermarkTo(at("08:05:01"));
    PAssert.that(told()).containsInAnyOrder("08:00 alice 2 0", "08:05 alice 1 0");
    pipeline.run();
  }

  @Test
  void countsARowOnceHoweverOftenAndHoweverLateItComes() {
    read("08:00:00", row("alice", "08:00:01", "1"), row("alice", "08:00:01", "1"));
    read("08:02:00", row("alice", "08:00:01", "1"));
    stream = stream.advanceWatermarkTo(at("08:06:00"));
    read("08:06:00", row("alice", "08:00:01", "1"));
    stream = stream.advanceWatermarkTo(at("08:20:00"));
    PAssert.that(told()).containsInAnyOrder("08:00 alice 1 2");
    pipeline.run();
  }

  @Test
  void tellsOfAWindowAgainOnlyWhatLateRowsChanged() {
    read("08:00:00", row("alice", "08:00:01", "1"), row("bob", "08:00:02", "2"));
    stream = stream.advanceWatermarkTo(at("08:06:00"));
    read("08:06:00", row("alice", "08:03:00", "3"));
    read("08:06:10", row("alice", "08:03:01", "4"));
    stream = stream.advanceWatermarkTo(at("08:07:01"));
    read("08:07:01", row("alice", "08:03:02", "5"));
    stream = stream.advanceWatermarkTo(at("08:08:00"));
    PAssert.that(told())
        .containsInAnyOrder(
            "08:00 alice 1 0", "08:00 bob 1 0", "08:00 alice 3 0", "08:00 alice 4 0");
    pipeline.run();
  }

  @Test
  void takesInAWindowThatWasNotThereWhenItClosed() {
    stream = stream.advanceWatermarkTo(at("08:30:00"));
    read("08:30:00", row("alice", "08:03:00", "1"));
    stream = stream.advanceWatermarkTo(at("08:31:00"));
    PAssert.that(told()).containsInAnyOrder("08:00 alice 1 0");
    pipeline.run();
  }

  @Test
  void tellsWhatCameLastBeforeAWindowIsForgotten() {
    read("08:00:00", row("alice", "08:00:01", "1"));
    stream = stream.advanceWatermarkTo(at("08:34:59"));
    read("08:34:59", row("alice", "08:00:02", "2"));
    PAssert.that(told()).containsInAnyOrder("08:00 alice 1 0", "08:00 alice 2 0");
    pipeline.run();
  }

  @Test
  void rejectsARowWhoseWindowIsForgotten() {
    read("08:00:00", row("alice", "08:00:01", "1"));
    stream = stream.advanceWatermarkTo(at("08:35:00"));
    read("08:35:00", row("alice", "08:09:00", "3"), row("alice", "08:04:00", "2"));
    PCollectionTuple added = added();
    PAssert.that(added.get(AddUpWindows.REJECTED))
        .satisfies(
            lines -> {
              RejectedLine line = lines.iterator().next();
              assertThat(line.source(), is(INPUT + "/partition=3/offset=1"));
              assertThat(line.position(), is((long) row("alice", "08:09:00", "3").length() + 1));
              assertThat(line.reason(), is(RejectionReason.TOO_LATE));
              assertThat(line.detail(), is("its window ended at 2026-03-16T08:05:00Z"));
              assertThat(line.start(), containsString("08:04:00"));
              return null;
            });
    PAssert.that(described(added)).containsInAnyOrder("08:00 alice 1 0", "08:05 alice 1 0");
    pipeline.run();
  }

  @Test
  void rejectsABrokenRowUnderTheNameOfItsMessage() {
    read("08:00:00", row("alice", "08:00:01", "1"), "{\"EventID\":51");
    PAssert.that(added().get(AddUpWindows.REJECTED))
        .satisfies(
            lines -> {
              RejectedLine line = lines.iterator().next();
              assertThat(line.source(), is(INPUT + "/partition=3/offset=0"));
              assertThat(line.reason(), is(RejectionReason.TRUNCATED_JSON));
              return null;
            });
    pipeline.run();
  }

  private void read(String progress, String... rows) {
    byte[] content = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
    ParsedMessage message =
        new MessageParser(TEMPLATE, TimeRange.ALL).deserialize("events", content);
    stream =
        stream.addElements(
            TimestampedValue.of(
                new KafkaRecord<>(
                    "events",
                    3,
                    offset++,
                    0,
                    KafkaTimestampType.CREATE_TIME,
                    null,
                    KV.of(new byte[0], message)),
                at(progress)));
  }

  private PCollectionTuple added() {
    return pipeline
        .apply(stream.advanceWatermarkToInfinity())
        .apply(AddUpWindows.of(INPUT, TEMPLATE, TimeRange.ALL, WINDOWS));
  }

  private PCollection<String> told() {
    return described(added());
  }

  /** Start of the window, user, number of accesses and of repetitions. */
  private static PCollection<String> described(PCollectionTuple added) {
    return added
        .get(AddUpWindows.SUMMARIES)
        .apply(
            "Describe",
            MapElements.into(TypeDescriptors.strings()).via(AddUpWindowsTest::described));
  }

  private static String described(KV<Long, KV<AccessKey, AccessSummary>> told) {
    AccessSummary summary = told.getValue().getValue();
    return "%s %s %d %d"
        .formatted(
            WatchWindows.instant(told.getKey()).toString().substring(11, 16),
            told.getValue().getKey().user(),
            summary.totals().count(),
            summary.duplicates());
  }

  private static Instant at(String time) {
    return Instant.parse(FIRST.substring(0, 11) + time + "Z");
  }

  private static String row(String user, String time, String itemId) {
    return ("{\"TenantId\":\"t1\",\"TimeGenerated\":\"%s%sZ\",\"EventID\":5140,\"Account\":\"%s\","
            + "\"Computer\":\"fs01\",\"ShareName\":\"\\\\\\\\*\\\\hr\",\"_ItemId\":\"%s\","
            + "\"Type\":\"SecurityEvent\"}")
        .formatted(FIRST.substring(0, 11), time, user, itemId);
  }
}
