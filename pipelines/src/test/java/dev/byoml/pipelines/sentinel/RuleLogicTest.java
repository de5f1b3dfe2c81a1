package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import dev.byoml.transforms.score.AllowList;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules' steps on rows. */
class RuleLogicTest {
  private static final Instant NOW = Instant.parse("2026-03-31T15:15:00Z");
  private static final Instant WINDOW_END = Instant.parse("2026-03-31T14:00:00Z");
  private static final Instant INGESTED = Instant.parse("2026-03-31T14:20:00Z");
  private static final String ALICE = "contoso\\alice";
  private static final String FINANCE = "\\\\fs01.contoso.example\\finance";

  private final AnomalousAccessRule rule = new AnomalousAccessRule();
  private final AdminShareSweepRule sweepRule = new AdminShareSweepRule();

  @Test
  void areTheStepsOfTheRules() {
    assertThat(
        withoutIndentation(Scripts.yaml(AnomalousAccessRule.FILE).get("query").asText()),
        containsString(withoutIndentation(AnomalousAccessRule.STEPS)));
    assertThat(
        withoutIndentation(Scripts.yaml(AdminShareSweepRule.FILE).get("query").asText()),
        containsString(withoutIndentation(AdminShareSweepRule.STEPS)));
  }

  @Test
  void alertOnAnAccessUnlikeAnyBefore() {
    assertThat(alerts(strange(ALICE, FINANCE)), contains("contoso\\alice " + FINANCE));
  }

  @Test
  void stayQuietBelowThePercentile() {
    assertThat(alerts(result(ALICE, FINANCE, 4.0, 98.9, Reason.LOW_AFFINITY, 0.0)), is(empty()));
  }

  @Test
  void stayQuietBelowTheScore() {
    assertThat(alerts(result(ALICE, FINANCE, 1.9, 100, Reason.LOW_AFFINITY, 0.0)), is(empty()));
  }

  @Test
  void stayQuietWhenTheUserHasMuchInCommonWithTheSharesUsers() {
    assertThat(alerts(result(ALICE, FINANCE, 4.0, 100, Reason.LOW_AFFINITY, 0.6)), is(empty()));
  }

  @Test
  void alertAcrossCommunitiesWhateverTheAffinity() {
    assertThat(alerts(result(ALICE, FINANCE, 8.5, 100, Reason.OTHER_COMMUNITY, 0.4)), hasSize(1));
  }

  @Test
  void alertWhenAnExplanationIsMissing() {
    Anomaly anomaly = strange(ALICE, FINANCE);

    assertThat(alerts(withExplanation(anomaly, "{}")), hasSize(1));
  }

  @Test
  void foldRowsOfOneRecord() {
    StoredResult row = stored(strange(ALICE, FINANCE), INGESTED);
    StoredResult copy = stored(strange(ALICE, FINANCE), INGESTED.plusSeconds(60));

    List<AnomalousAccessRule.Alert> alerts = rule.run(NOW, List.of(row, copy), AllowList.EMPTY);

    assertThat(alerts, hasSize(1));
    assertThat(alerts.get(0).timesScored(), is(1));
  }

  @Test
  void stayQuietWhenARecordIsWrittenAgainLater() {
    StoredResult row = stored(strange(ALICE, FINANCE), INGESTED.minus(Duration.ofDays(3)));
    StoredResult copy = stored(strange(ALICE, FINANCE), INGESTED);

    assertThat(rule.run(NOW, List.of(row, copy), AllowList.EMPTY), is(empty()));
  }

  @Test
  void alertOnAPairOnlyOnceHoweverOftenItIsScored() {
    StoredResult yesterday =
        stored(
            inWindow(strange(ALICE, FINANCE), WINDOW_END.minus(Duration.ofDays(2))),
            INGESTED.minus(Duration.ofDays(2)));
    StoredResult today = stored(strange(ALICE, FINANCE), INGESTED);

    assertThat(rule.run(NOW, List.of(yesterday, today), AllowList.EMPTY), is(empty()));
  }

  @Test
  void alertInOneRunOnly() {
    StoredResult row = stored(strange(ALICE, FINANCE), INGESTED);

    assertThat(rule.run(NOW, List.of(row), AllowList.EMPTY), hasSize(1));
    assertThat(rule.run(NOW.plus(Duration.ofHours(1)), List.of(row), AllowList.EMPTY), is(empty()));
  }

  @Test
  void missNoRowWhenARunStartsLate() {
    StoredResult row = stored(strange(ALICE, FINANCE), NOW.plusSeconds(1));
    Instant lateRun = NOW.plus(Duration.ofHours(1)).plus(Duration.ofMinutes(9));

    assertThat(rule.run(lateRun, List.of(row), AllowList.EMPTY), hasSize(1));
  }

  @Test
  void stayQuietOnAnAllowedAccess() {
    AllowList list = AllowList.parse("contoso\\al*,*\\FINANCE,2026-12-31,audit,desk");

    assertThat(
        rule.run(NOW, List.of(stored(strange(ALICE, FINANCE), INGESTED)), list), is(empty()));
  }

  @Test
  void alertOnAnAccessAfterTheEntryExpired() {
    AllowList list = AllowList.parse("contoso\\al*,*\\finance,2026-03-30,audit,desk");

    assertThat(rule.run(NOW, List.of(stored(strange(ALICE, FINANCE), INGESTED)), list), hasSize(1));
  }

  @Test
  void holdAnEntryToTheEndOfItsLastDay() {
    AllowList list = AllowList.parse("contoso\\al*,*\\finance,2026-03-31,audit,desk");

    assertThat(
        rule.run(NOW, List.of(stored(strange(ALICE, FINANCE), INGESTED)), list), is(empty()));
  }

  @Test
  void alertAfterTheExpiryOnAPairThatWasAllowedBefore() {
    AllowList list = AllowList.parse("contoso\\al*,*\\finance,2026-03-30,audit,desk");
    StoredResult allowed =
        stored(
            inWindow(strange(ALICE, FINANCE), WINDOW_END.minus(Duration.ofDays(2))),
            INGESTED.minus(Duration.ofDays(2)));
    StoredResult expired = stored(strange(ALICE, FINANCE), INGESTED);

    assertThat(rule.run(NOW, List.of(allowed, expired), list), hasSize(1));
  }

  @Test
  void raiseTheHighestScoresWithinTheBudget() {
    List<StoredResult> rows = new ArrayList<>();
    for (int i = 0; i < rule.dailyAlertBudget() + 20; i++) {
      Anomaly anomaly =
          result("contoso\\user" + i, FINANCE, 4.0 + i / 100.0, 100, Reason.LOW_AFFINITY, 0.0);
      rows.add(stored(anomaly, INGESTED));
    }

    List<AnomalousAccessRule.Alert> alerts = rule.run(NOW, rows, AllowList.EMPTY);

    assertThat(alerts, hasSize(rule.dailyAlertBudget()));
    assertThat(
        alerts.get(alerts.size() - 1).anomaly().predictedScore(),
        is(rows.get(20).anomaly().predictedScore()));
  }

  @Test
  void countTheAlertsOfEarlierRunsOfTheDay() {
    List<StoredResult> rows = new ArrayList<>();
    for (int i = 0; i < rule.dailyAlertBudget(); i++) {
      Anomaly anomaly = result("contoso\\user" + i, FINANCE, 6.0, 100, Reason.LOW_AFFINITY, 0.0);
      rows.add(stored(anomaly, INGESTED.minus(Duration.ofHours(5))));
    }
    rows.add(stored(result(ALICE, FINANCE, 5.0, 100, Reason.LOW_AFFINITY, 0.0), INGESTED));

    assertThat(rule.run(NOW, rows, AllowList.EMPTY), is(empty()));
  }

  @Test
  void keepTenantsApart() {
    Anomaly one = strange(ALICE, FINANCE);
    Anomaly other = inTenant(one, "other-tenant");

    assertThat(
        rule.run(NOW, List.of(stored(one, INGESTED), stored(other, INGESTED)), AllowList.EMPTY),
        hasSize(2));
  }

  @Test
  void seeASweepOverAdministrativeShares() {
    assertThat(
        sweeps(sweep(ALICE, "fs01", "fs02", "app01")),
        contains("contoso\\alice app01.contoso.example,fs01.contoso.example,fs02.contoso.example"));
  }

  @Test
  void seeNoSweepOverTwoHosts() {
    assertThat(sweeps(sweep(ALICE, "fs01", "fs02")), is(empty()));
  }

  @Test
  void countAHostOnceHoweverManySharesItHas() {
    List<StoredResult> rows = new ArrayList<>();
    for (String share : List.of("c$", "d$", "admin$")) {
      rows.add(stored(strange(ALICE, "\\\\fs01.contoso.example\\" + share), INGESTED));
    }

    assertThat(sweeps(rows), is(empty()));
  }

  @Test
  void seeNoSweepOverOrdinaryShares() {
    List<StoredResult> rows =
        IntStream.range(0, 9)
            .mapToObj(i -> stored(strange(ALICE, "\\\\fs0" + i + "\\finance$"), INGESTED))
            .toList();

    assertThat(sweeps(rows), is(empty()));
  }

  @Test
  void countSharesThatTheModelHasNeverSeen() {
    List<StoredResult> rows = new ArrayList<>(sweep(ALICE, "fs01", "fs02"));
    rows.add(
        stored(
            result(
                ALICE, "\\\\app01.contoso.example\\c$", 1.2, 84, Reason.NEW_RESOURCE, Double.NaN),
            INGESTED));

    assertThat(sweeps(rows), hasSize(1));
  }

  @Test
  void seeNoSweepInWhatTookDays() {
    List<StoredResult> rows = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      Anomaly anomaly = strange(ALICE, "\\\\fs0" + day + ".contoso.example\\c$");
      rows.add(stored(inWindow(anomaly, WINDOW_END.minus(Duration.ofHours(25L * day))), INGESTED));
    }

    assertThat(sweeps(rows), is(empty()));
  }

  @Test
  void seeASweepAcrossTwoWindows() {
    List<StoredResult> rows = new ArrayList<>(sweep(ALICE, "fs01", "fs02"));
    Anomaly earlier = strange(ALICE, "\\\\app01.contoso.example\\admin$");
    rows.add(
        stored(
            inWindow(earlier, WINDOW_END.minus(Duration.ofHours(2))),
            INGESTED.minus(Duration.ofHours(2))));

    assertThat(sweeps(rows), hasSize(1));
  }

  @Test
  void alertOnASweepAgainOnlyWhenItGrows() {
    List<StoredResult> rows = new ArrayList<>(sweep(ALICE, "fs01", "fs02", "app01"));
    Instant nextRun = NOW.plus(Duration.ofHours(1));
    assertThat(sweepRule.run(nextRun, rows, AllowList.EMPTY), is(empty()));

    rows.add(
        stored(
            inWindow(
                strange(ALICE, "\\\\app02.contoso.example\\c$"),
                WINDOW_END.plus(Duration.ofHours(1))),
            INGESTED.plus(Duration.ofHours(1))));

    assertThat(sweepRule.run(nextRun, rows, AllowList.EMPTY).get(0).servers(), hasSize(4));
  }

  @Test
  void leaveAllowedAdministratorsAlone() {
    AllowList list = AllowList.parse("contoso\\alice,*$,,deploys software,desk");

    assertThat(sweepRule.run(NOW, sweep(ALICE, "fs01", "fs02", "app01"), list), is(empty()));
  }

  private List<String> alerts(Anomaly anomaly) {
    return rule.run(NOW, List.of(stored(anomaly, INGESTED)), AllowList.EMPTY).stream()
        .map(alert -> alert.anomaly().actor() + " " + alert.anomaly().resource())
        .toList();
  }

  private List<String> sweeps(List<StoredResult> rows) {
    return sweepRule.run(NOW, rows, AllowList.EMPTY).stream()
        .map(alert -> alert.actor() + " " + String.join(",", alert.servers()))
        .toList();
  }

  private static List<StoredResult> sweep(String actor, String... hosts) {
    List<StoredResult> rows = new ArrayList<>();
    for (String host : hosts) {
      rows.add(stored(strange(actor, "\\\\" + host + ".contoso.example\\c$"), INGESTED));
    }
    return rows;
  }

  private static StoredResult stored(Anomaly anomaly, Instant ingested) {
    return new StoredResult(anomaly, ingested);
  }

  private static Anomaly strange(String actor, String resource) {
    return result(actor, resource, 6.5, 100, Reason.LOW_AFFINITY, 0.05);
  }

  /** A result of the window before {@link #WINDOW_END}, where the mean affinity is 0.8. */
  private static Anomaly result(
      String actor,
      String resource,
      double score,
      double percentile,
      Reason reason,
      double affinity) {
    String explanation =
        Double.isNaN(affinity)
            ? "{\"summary\":\"new\"}"
            : "{\"summary\":\"odd\",\"affinity\":%s,\"expectedAffinity\":0.8}".formatted(affinity);
    Instant access = WINDOW_END.minus(Duration.ofMinutes(30));
    return new Anomaly(
        WINDOW_END,
        WINDOW_END + actor + resource,
        "0",
        actor,
        resource,
        actor.substring(actor.indexOf('\\') + 1),
        "contoso",
        "S-1-5-21-1",
        "",
        "",
        "10.0.0.1",
        score,
        percentile,
        reason,
        Severity.MEDIUM,
        score,
        1,
        access,
        access,
        explanation,
        "model");
  }

  private static Anomaly withExplanation(Anomaly a, String explanation) {
    return copy(a, a.timeGenerated(), a.recordId(), a.tenant(), a.lastAccess(), explanation);
  }

  private static Anomaly inTenant(Anomaly a, String tenant) {
    return copy(
        a, a.timeGenerated(), tenant + a.recordId(), tenant, a.lastAccess(), a.explanation());
  }

  private static Anomaly inWindow(Anomaly a, Instant windowEnd) {
    Instant access = windowEnd.minus(Duration.ofMinutes(30));
    String recordId = windowEnd + a.actor() + a.resource();
    return copy(a, windowEnd, recordId, a.tenant(), access, a.explanation());
  }

  private static Anomaly copy(
      Anomaly a,
      Instant windowEnd,
      String recordId,
      String tenant,
      Instant access,
      String explanation) {
    return new Anomaly(
        windowEnd,
        recordId,
        tenant,
        a.actor(),
        a.resource(),
        a.actorName(),
        a.actorDomain(),
        a.actorSid(),
        a.hostName(),
        a.dnsDomain(),
        a.ipAddress(),
        a.predictedScore(),
        a.percentile(),
        a.reason(),
        a.severity(),
        a.actorScore(),
        a.accessCount(),
        access,
        access,
        explanation,
        a.modelId());
  }

  private static String withoutIndentation(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }
}
