package dev.byoml.transforms.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
  private static final RunMetrics METRICS =
      RunMetrics.of(
          Map.of(
              "read", 10L,
              "used", 6L,
              "filtered", 3L,
              "rejected", 1L,
              "filteredByReason.otherEvent", 3L,
              "rejectedByReason.InvalidJson", 1L));

  @Test
  void writesTheFourLineCountsAsPlainMembers() throws Exception {
    JsonNode json = new ObjectMapper().readTree(METRICS.toJson());
    assertThat(json.get("read").asLong(), is(10L));
    assertThat(json.get("used").asLong(), is(6L));
    assertThat(json.get("filtered").asLong(), is(3L));
    assertThat(json.get("rejected").asLong(), is(1L));
  }

  @Test
  void writesTheLineCountsAlsoWhenNothingWasRead() throws Exception {
    JsonNode json = new ObjectMapper().readTree(RunMetrics.of(Map.of()).toJson());
    assertThat(json.get("rejected").asLong(), is(0L));
  }

  @Test
  void writesNamesWithADotAsMembersOfAnObject() throws Exception {
    JsonNode json = new ObjectMapper().readTree(METRICS.toJson());
    assertThat(json.get("filteredByReason").get("otherEvent").asLong(), is(3L));
  }

  @Test
  void readsWhatItWrote() throws Exception {
    assertThat(RunMetrics.parse(METRICS.toJson().getBytes(StandardCharsets.UTF_8)), is(METRICS));
  }

  @Test
  void keepsTheSecondsOfPhasesApartFromTheNumbers() throws Exception {
    RunMetrics timed = METRICS.withSeconds(Map.of("read", 1.25, "total", 2.5));
    JsonNode json = new ObjectMapper().readTree(timed.toJson());
    assertThat(json.get("seconds").get("read").asDouble(), is(1.25));
    assertThat(RunMetrics.parse(timed.toJson().getBytes(StandardCharsets.UTF_8)), is(timed));
    assertThat(timed.values(), is(METRICS.values()));
  }

  @Test
  void listsTheMembersOfAnObject() {
    assertThat(METRICS.members("filteredByReason"), is(aMapWithSize(1)));
    assertThat(METRICS.members("filteredByReason"), hasEntry("otherEvent", 3L));
  }
}
