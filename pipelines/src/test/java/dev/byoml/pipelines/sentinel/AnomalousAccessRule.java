package dev.byoml.pipelines.sentinel;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.score.Reason;
import dev.byoml.transforms.score.AllowList;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What the rule "Anomalous access to a file share" does with rows, step by step, with the rule's
 * own limits. {@link #STEPS} are the steps as the rule writes them; a test holds the two together.
 */
final class AnomalousAccessRule {
  static final String FILE = "sentinel/rules/AnomalousResourceAccess.yaml";

  static final String STEPS =
      """
      let Anomalies = materialize(
        AnomalousResourceAccessResult_CL
        | where isnotempty(RecordId)
        | extend Ingested = ingestion_time()
        | summarize FirstIngested = min(Ingested), arg_max(TimeGenerated, *) by RecordId
        | where Percentile >= MinimumPercentile and PredictedScore >= MinimumScore
        | extend Strangeness = iff(
            Reason == 'LowAffinity' and todouble(Explanation.expectedAffinity) > 0,
            1 - coalesce(todouble(Explanation.affinity), 0.0) / todouble(Explanation.expectedAffinity),
            1.0)
        | where Strangeness >= MinimumStrangeness
        | extend Join = 1);
      let Allowed = Anomalies
        | join kind=inner AllowList on Join
        | where Matches(Actor, AllowedActor) and Matches(Resource, AllowedResource)
        | where LastAccess < Until
        | distinct RecordId;
      Anomalies
      | where RecordId !in (Allowed)
      | summarize FirstRaised = min(FirstIngested), TimesScored = count(), arg_max(PredictedScore, *) by Tenant, Actor, Resource
      | where FirstRaised > ago(1d)
      | top DailyAlertBudget by PredictedScore desc
      | where FirstRaised > ago(RunEvery + Overlap)
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final double minimumPercentile;
  private final double minimumScore;
  private final double minimumStrangeness;
  private final int dailyAlertBudget;
  private final Duration lookBack;
  private final Duration queryPeriod;

  /** An alert: the pair's highest score, and how many results it stands for. */
  record Alert(Anomaly anomaly, int timesScored) {}

  private record Folded(Anomaly anomaly, Instant firstIngested) {}

  private record Pair(Anomaly highest, int timesScored, Instant firstRaised) {}

  AnomalousAccessRule() {
    JsonNode rule = Scripts.yaml(FILE);
    KqlParameters parameters = KqlParameters.of(rule.get("query").asText());
    minimumPercentile = parameters.number("MinimumPercentile");
    minimumScore = parameters.number("MinimumScore");
    minimumStrangeness = parameters.number("MinimumStrangeness");
    dailyAlertBudget = (int) parameters.number("DailyAlertBudget");
    lookBack = parameters.duration("RunEvery").plus(parameters.duration("Overlap"));
    queryPeriod = KqlParameters.durationOf(rule.get("queryPeriod").asText());
  }

  int dailyAlertBudget() {
    return dailyAlertBudget;
  }

  /** The alerts of a run, highest score first. */
  List<Alert> run(Instant now, Collection<StoredResult> table, AllowList allowList) {
    List<Folded> anomalies =
        table.stream()
            .filter(row -> row.anomaly().timeGenerated().isAfter(now.minus(queryPeriod)))
            .filter(row -> !row.ingested().isAfter(now))
            .collect(groupingBy(row -> row.anomaly().recordId()))
            .values()
            .stream()
            .map(AnomalousAccessRule::fold)
            .filter(row -> row.anomaly().percentile() >= minimumPercentile)
            .filter(row -> row.anomaly().predictedScore() >= minimumScore)
            .filter(row -> strangeness(row.anomaly()) >= minimumStrangeness)
            .filter(row -> !allowList.allows(pairOf(row), row.anomaly().lastAccess()))
            .toList();
    return anomalies.stream()
        .collect(
            groupingBy(
                AnomalousAccessRule::pairOf,
                collectingAndThen(toList(), AnomalousAccessRule::pair)))
        .values()
        .stream()
        .filter(pair -> pair.firstRaised().isAfter(now.minus(Duration.ofDays(1))))
        .sorted(comparing((Pair pair) -> pair.highest().predictedScore()).reversed())
        .limit(dailyAlertBudget)
        .filter(pair -> pair.firstRaised().isAfter(now.minus(lookBack)))
        .map(pair -> new Alert(pair.highest(), pair.timesScored()))
        .toList();
  }

  private static Folded fold(List<StoredResult> copies) {
    return new Folded(
        copies.stream()
            .map(StoredResult::anomaly)
            .max(comparing(Anomaly::timeGenerated))
            .orElseThrow(),
        copies.stream().map(StoredResult::ingested).min(Instant::compareTo).orElseThrow());
  }

  private static Pair pair(List<Folded> results) {
    return new Pair(
        results.stream().map(Folded::anomaly).max(comparing(Anomaly::predictedScore)).orElseThrow(),
        results.size(),
        results.stream().map(Folded::firstIngested).min(Instant::compareTo).orElseThrow());
  }

  private static AccessKey pairOf(Folded row) {
    return new StoredResult(row.anomaly(), row.firstIngested()).pair();
  }

  private static double strangeness(Anomaly anomaly) {
    try {
      JsonNode explanation = JSON.readTree(anomaly.explanation());
      double expected = explanation.path("expectedAffinity").asDouble(0);
      return anomaly.reason() == Reason.LOW_AFFINITY && expected > 0
          ? 1 - explanation.path("affinity").asDouble(0) / expected
          : 1.0;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
