package dev.byoml.transforms.calibrate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.AccessTotals;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.AccessCoders;
import dev.byoml.transforms.source.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.KV;
import org.junit.jupiter.api.Test;

class CalibrateAlertsTest {
  private static final int DAYS = 8;

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void tellsOfEachTenantWhatItsLastDaysWouldHaveGiven() {
    PAssert.that(
            pipeline
                .apply(summaries("a", 40))
                .apply(CalibrateAlerts.with(TrainingParameters.DEFAULT)))
        .satisfies(
            results -> {
              for (KV<String, ExpectedAlerts> result : results) {
                assertThat(result.getKey(), is("a"));
                ExpectedAlerts alerts = result.getValue();
                assertThat(alerts.from(), is(startOf(6)));
                assertThat(alerts.days(), is(2));
                // Every user touches one share for the first time on the last day.
                assertThat(alerts.alertsPerDay(Double.NEGATIVE_INFINITY), is(20.0));
              }
              assertThat(results.iterator().hasNext(), is(true));
              return null;
            });
    pipeline.run();
  }

  @Test
  void letsASampleOfUsersStandForAll() {
    PAssert.thatSingleton(
            pipeline
                .apply(summaries("a", 400))
                .apply(CalibrateAlerts.with(TrainingParameters.DEFAULT).withMostAccesses(800)))
        .satisfies(
            result -> {
              double alerts = result.getValue().alertsPerDay(Double.NEGATIVE_INFINITY);
              assertThat(alerts, is(both(greaterThan(120.0)).and(lessThan(280.0))));
              return null;
            });
    pipeline.run();
  }

  @Test
  void doesNotHoldOutADayThatTheRangeCuts() {
    TimeRange range = new TimeRange(null, startOf(DAYS - 1).plusSeconds(1));
    PAssert.thatSingleton(
            pipeline
                .apply(summaries("a", 40))
                .apply(
                    CalibrateAlerts.with(TrainingParameters.DEFAULT)
                        .within(range)
                        .withDaysHeldOut(1)))
        .satisfies(
            result -> {
              assertThat(result.getValue().to(), is(startOf(DAYS - 1)));
              return null;
            });
    pipeline.run();
  }

  @Test
  void calibratesNothingWhereToldSo() {
    PAssert.that(
            pipeline
                .apply(summaries("a", 40))
                .apply(CalibrateAlerts.with(TrainingParameters.DEFAULT).withDaysHeldOut(0)))
        .empty();
    pipeline.run();
  }

  @Test
  void isKeptByItsCoder() throws Exception {
    ExpectedAlerts alerts =
        new ExpectedAlerts(startOf(6), startOf(8), 2, List.of(new ExpectedAlerts.Row(3.5, 0.5)));
    assertThat(CoderUtils.clone(CalibrateAlerts.EXPECTED_ALERTS, alerts), is(alerts));
  }

  /** Users who touch four of five shares every day, and the fifth on the last day. */
  private static Create.Values<KV<AccessKey, AccessSummary>> summaries(String tenant, int users) {
    List<KV<AccessKey, AccessSummary>> summaries = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      for (int share = 0; share < 5; share++) {
        int[] days = share == user % 5 ? new int[] {DAYS - 1} : IntStream.range(0, DAYS).toArray();
        summaries.add(summary(new AccessKey(tenant, "user-" + user, "share-" + share), days));
      }
    }
    return Create.of(summaries).withCoder(KvCoder.of(AccessCoders.KEY, AccessSummary.CODER));
  }

  private static KV<AccessKey, AccessSummary> summary(AccessKey key, int[] days) {
    long[] counts = new long[days.length];
    Arrays.fill(counts, 1);
    AccessTotals totals =
        new AccessTotals(
            days.length,
            days.length,
            startOf(days[0]),
            startOf(days[days.length - 1]),
            AccessEntities.UNKNOWN);
    return KV.of(key, new AccessSummary(totals, 0, new DailyCounts(days, counts)));
  }

  private static Instant startOf(int day) {
    return Instant.ofEpochSecond(86_400L * day);
  }
}
