package dev.byoml.model.feedback;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How often an actor's or a resource's accesses were found harmless, and how often not: each access
 * counts once, by the verdict on it that holds.
 *
 * @param tenant the tenant
 * @param id the actor or resource
 * @param benign number of accesses found benign: false positives
 * @param malicious number of accesses found malicious
 * @param undetermined number of accesses looked at without a result
 * @param latest when the latest of these verdicts was given
 */
public record VerdictHistory(
    String tenant, String id, int benign, int malicious, int undetermined, Instant latest) {
  private static final Comparator<VerdictHistory> MOST_BENIGN_FIRST =
      Comparator.comparingInt(VerdictHistory::benign)
          .reversed()
          .thenComparing(VerdictHistory::tenant)
          .thenComparing(VerdictHistory::id);

  /** Checks that nothing is missing. */
  public VerdictHistory {
    requireNonNull(tenant, "tenant");
    requireNonNull(id, "id");
    requireNonNull(latest, "latest");
  }

  /** The history of each actor, the one with the most false positives first. */
  public static List<VerdictHistory> ofActors(Verdicts verdicts) {
    return of(verdicts, AccessKey::user);
  }

  /** The history of each resource, the one with the most false positives first. */
  public static List<VerdictHistory> ofResources(Verdicts verdicts) {
    return of(verdicts, AccessKey::resource);
  }

  private static List<VerdictHistory> of(Verdicts verdicts, Function<AccessKey, String> side) {
    Map<String, Map<String, VerdictHistory>> histories = new TreeMap<>();
    for (JudgedAccess judged : verdicts.inForce()) {
      histories
          .computeIfAbsent(judged.access().tenant(), tenant -> new TreeMap<>())
          .merge(
              side.apply(judged.access()),
              of(judged, side.apply(judged.access())),
              VerdictHistory::plus);
    }
    return histories.values().stream()
        .flatMap(tenant -> tenant.values().stream())
        .sorted(MOST_BENIGN_FIRST)
        .toList();
  }

  private static VerdictHistory of(JudgedAccess judged, String id) {
    return new VerdictHistory(
        judged.access().tenant(),
        id,
        judged.verdict() == Verdict.BENIGN ? 1 : 0,
        judged.verdict() == Verdict.MALICIOUS ? 1 : 0,
        judged.verdict() == Verdict.UNDETERMINED ? 1 : 0,
        judged.at());
  }

  private VerdictHistory plus(VerdictHistory other) {
    return new VerdictHistory(
        tenant,
        id,
        benign + other.benign,
        malicious + other.malicious,
        undetermined + other.undetermined,
        latest.isAfter(other.latest) ? latest : other.latest);
  }
}
