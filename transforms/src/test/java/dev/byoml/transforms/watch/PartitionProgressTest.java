package dev.byoml.transforms.watch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.parse.ParsedLine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy.PartitionContext;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
  private final PartitionProgress progress =
      new PartitionProgress(Duration.ofMinutes(30), Optional.of(at("08:00:00")));

  @Test
  void followsTheLatestAccessAtADistance() {
    read("08:10:01", "08:10:00");
    assertThat(behind("08:10:02"), is(at("08:09:55")));
  }

  @Test
  void stampsAMessageWithWhatWasReadBeforeIt() {
    assertThat(read("08:10:01", "08:10:00"), is(at("08:00:00")));
    assertThat(read("08:11:01", "08:11:00"), is(at("08:09:55")));
  }

  @Test
  void neverGoesBack() {
    read("08:10:01", "08:10:00");
    read("08:10:02", "08:01:00");
    assertThat(behind("08:10:03"), is(at("08:09:55")));
  }

  @Test
  void takesNoAccessForLaterThanItsMessage() {
    read("08:10:00", "23:00:00");
    assertThat(behind("08:10:00"), is(at("08:09:55")));
  }

  @Test
  void goesOnWithTheClockWhereThereIsNothingToRead() {
    assertThat(idle("08:20:00"), is(at("08:19:55")));
  }

  @Test
  void leavesRowsThatTakeLongTwiceTheirTime() {
    read("08:10:00", "08:08:00");
    assertThat(idle("08:20:00"), is(at("08:16:00")));
  }

  @Test
  void waitsNoLongerThanWindowsDo() {
    read("08:10:00", "01:00:00");
    assertThat(idle("08:40:00"), is(at("08:10:00")));
  }

  @Test
  void goesOnWithTheArrivalOfMessagesWithoutAnAccess() {
    message("08:30:00", List.of(new ParsedLine.Filtered("otherEvent")));
    assertThat(behind("08:30:00"), is(at("08:29:55")));
  }

  private Instant read(String arrival, String access) {
    AccessEvent event =
        new AccessEvent(
            new AccessKey("t", "u", "r"),
            java.time.Instant.ofEpochMilli(at(access).getMillis()),
            1,
            AccessEntities.UNKNOWN,
            "");
    return message(arrival, List.of(new ParsedLine.Used(event)));
  }

  private Instant message(String arrival, List<ParsedLine> rows) {
    return progress.getTimestampForRecord(
        context(1, arrival),
        new KafkaRecord<>(
            "events",
            0,
            0,
            at(arrival).getMillis(),
            KafkaTimestampType.LOG_APPEND_TIME,
            null,
            KV.of(new byte[0], new ParsedMessage(new byte[0], rows))));
  }

  private Instant behind(String now) {
    return progress.getWatermark(context(1, now));
  }

  private Instant idle(String now) {
    return progress.getWatermark(context(0, now));
  }

  private static PartitionContext context(long backlog, String now) {
    return new PartitionContext() {
      @Override
      public long getMessageBacklog() {
        return backlog;
      }

      @Override
      public Instant getBacklogCheckTime() {
        return at(now);
      }
    };
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-16T" + time + "Z");
  }
}
