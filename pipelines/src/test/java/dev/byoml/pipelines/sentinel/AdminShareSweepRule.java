package dev.byoml.pipelines.sentinel;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.score.Reason;
import dev.byoml.transforms.score.AllowList;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What the rule "Sweep over administrative shares" does with rows, step by step, with the rule's
 * own limits. {@link #STEPS} are the steps as the rule writes them; a test holds the two together.
 */
final class AdminShareSweepRule {
  static final String FILE = "sentinel/rules/AdminShareSweep.yaml";

  static final String STEPS =
      """
      let AdminAccesses =
        AnomalousResourceAccessResult_CL
        | where isnotempty(RecordId)
        | where Resource matches regex @'(?i)\\\\(admin|[a-z])\\$$'
        | extend Ingested = ingestion_time()
        | summarize FirstIngested = min(Ingested), arg_max(TimeGenerated, *) by RecordId
        | where Percentile >= MinimumPercentile or Reason in ('NewResource', 'NewActorAndResource')
        | extend Join = 1;
      let Allowed = AdminAccesses
        | join kind=inner AllowList on Join
        | where Matches(Actor, AllowedActor) and Matches(Resource, AllowedResource)
        | where LastAccess < Until
        | distinct RecordId;
      let Pairs = materialize(
        AdminAccesses
        | where RecordId !in (Allowed)
        | summarize
            FirstRaised = min(FirstIngested), FirstAccess = min(FirstAccess), LastAccess = max(LastAccess),
            AccessCount = sum(AccessCount), arg_max(PredictedScore, ActorName, ActorDomain, ActorSid, HostName, DnsDomain, IpAddress, ModelId)
          by Tenant, Actor, Resource
        | extend Server = tostring(split(Resource, @'\\')[2]));
      Pairs
      | project Tenant, Actor, Start = FirstAccess
      | join kind=inner Pairs on Tenant, Actor
      | where FirstAccess between (Start .. (Start + SweepWithin))
      """;

  private static final Pattern ADMINISTRATIVE_SHARE =
      Pattern.compile("(?i).*\\\\(admin|[a-z])\\$", Pattern.DOTALL);
  private static final Set<Reason> NEW_RESOURCE =
      Set.of(Reason.NEW_RESOURCE, Reason.NEW_ACTOR_AND_RESOURCE);

  private final double minimumHosts;
  private final double minimumPercentile;
  private final Duration sweepWithin;
  private final Duration lookBack;
  private final Duration queryPeriod;

  /** An alert: who, and the servers whose administrative shares were reached. */
  record Alert(String tenant, String actor, Set<String> servers) {}

  private record Pair(AccessKey key, Instant firstRaised, Instant firstAccess) {
    String server() {
      return key.resource().split("\\\\")[2];
    }
  }

  private record Sweep(AccessKey key, Set<String> servers, Instant lastRaised) {}

  AdminShareSweepRule() {
    JsonNode rule = Scripts.yaml(FILE);
    KqlParameters parameters = KqlParameters.of(rule.get("query").asText());
    minimumHosts = parameters.number("MinimumHosts");
    minimumPercentile = parameters.number("MinimumPercentile");
    sweepWithin = parameters.duration("SweepWithin");
    lookBack = parameters.duration("RunEvery").plus(parameters.duration("Overlap"));
    queryPeriod = KqlParameters.durationOf(rule.get("queryPeriod").asText());
  }

  /** The alerts of a run, by actor. */
  List<Alert> run(Instant now, Collection<StoredResult> table, AllowList allowList) {
    List<Pair> pairs =
        table.stream()
            .filter(row -> row.anomaly().timeGenerated().isAfter(now.minus(queryPeriod)))
            .filter(row -> !row.ingested().isAfter(now))
            .filter(row -> ADMINISTRATIVE_SHARE.matcher(row.anomaly().resource()).matches())
            .filter(row -> isStrange(row.anomaly()))
            .filter(row -> !allowList.allows(row.pair(), row.anomaly().lastAccess()))
            .collect(
                groupingBy(
                    StoredResult::pair, collectingAndThen(toList(), AdminShareSweepRule::pair)))
            .values()
            .stream()
            .toList();
    return pairs.stream()
        .map(first -> sweepFrom(first, pairs))
        .filter(sweep -> sweep.servers().size() >= minimumHosts)
        .filter(sweep -> sweep.lastRaised().isAfter(now.minus(lookBack)))
        .collect(
            groupingBy(
                sweep -> List.of(sweep.key().tenant(), sweep.key().user()),
                collectingAndThen(toList(), AdminShareSweepRule::widest)))
        .values()
        .stream()
        .flatMap(Optional::stream)
        .map(sweep -> new Alert(sweep.key().tenant(), sweep.key().user(), sweep.servers()))
        .sorted(comparing(Alert::actor))
        .toList();
  }

  private boolean isStrange(Anomaly anomaly) {
    return anomaly.percentile() >= minimumPercentile || NEW_RESOURCE.contains(anomaly.reason());
  }

  private static Pair pair(List<StoredResult> rows) {
    return new Pair(
        rows.get(0).pair(),
        rows.stream().map(StoredResult::ingested).min(Instant::compareTo).orElseThrow(),
        rows.stream()
            .map(row -> row.anomaly().firstAccess())
            .min(Instant::compareTo)
            .orElseThrow());
  }

  private Sweep sweepFrom(Pair first, List<Pair> pairs) {
    List<Pair> within =
        pairs.stream()
            .filter(pair -> pair.key().tenant().equals(first.key().tenant()))
            .filter(pair -> pair.key().user().equals(first.key().user()))
            .filter(pair -> !pair.firstAccess().isBefore(first.firstAccess()))
            .filter(pair -> !pair.firstAccess().isAfter(first.firstAccess().plus(sweepWithin)))
            .toList();
    return new Sweep(
        first.key(),
        within.stream().collect(mapping(Pair::server, toCollection(TreeSet::new))),
        within.stream().map(Pair::firstRaised).max(Instant::compareTo).orElseThrow());
  }

  private static Optional<Sweep> widest(List<Sweep> sweeps) {
    return sweeps.stream().max(comparing(sweep -> sweep.servers().size()));
  }
}
