package dev.byoml.pipelines.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRecordTest {
  private static final RunMetrics METRICS =
      RunMetrics.of(
          Map.of("ingestion.inbound", 3L, "ingestion.written", 2L, "ingestion.failed", 1L));

  @Test
  void goesToTheStreamBesideTheResults() {
    assertThat(
        RunRecord.streamBeside(stream("Custom-AnomalousResourceAccessResult_CL")),
        is(Optional.of(stream("Custom-AnomalousResourceAccessRun_CL"))));
  }

  @Test
  void goesNowhereWhereTheStreamOfResultsHasANameOfItsOwn() {
    assertThat(RunRecord.streamBeside(stream("Custom-Anomalies")), is(Optional.empty()));
  }

  @Test
  void tellsOfARunOfResendWhatItSent() {
    RunRecord run = RunRecord.ofResend(List.of("dead-letters-1.ndjson"), METRICS);

    assertThat(run.row().get("ResultCount").asInt(), is(3));
    assertThat(run.row().get("SentCount").asInt(), is(2));
    assertThat(run.row().get("FailedCount").asInt(), is(1));
  }

  @Test
  void tellsRunsOfResendApartByTheirFiles() {
    RunRecord first = RunRecord.ofResend(List.of("dead-letters-1.ndjson"), METRICS);
    RunRecord second = RunRecord.ofResend(List.of("dead-letters-2.ndjson"), METRICS);

    assertThat(first.row().get("RunId"), not(is(second.row().get("RunId"))));
  }

  private static LogAnalyticsStream stream(String name) {
    return new LogAnalyticsStream("https://example.com", "dcr-0123456789abcdef", name);
  }
}
