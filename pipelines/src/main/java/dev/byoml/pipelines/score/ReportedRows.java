package dev.byoml.pipelines.score;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.score.Reason;
import dev.byoml.pipelines.cli.ShownText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many rows of each tenant are reported, and what they have in common. */
final class ReportedRows {
  private static final int MOST_ACTORS = 3;

  private final SortedMap<String, OfTenant> tenants = new TreeMap<>();

  /** The rows of one tenant. */
  private static final class OfTenant {
    private final Map<String, Integer> byActor = new HashMap<>();
    private int rows;
    private int unseen;

    /** The likely cause of so many, in words. */
    String cause() {
      List<Map.Entry<String, Integer>> actors =
          byActor.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                      .thenComparing(Map.Entry.comparingByKey()))
              .toList();
      int most = 0;
      for (int shown = 1; shown <= Math.min(MOST_ACTORS, actors.size()); shown++) {
        most += actors.get(shown - 1).getValue();
        if (2 * most >= rows) {
          return String.format(
              Locale.ROOT,
              "%,d of them are of %s, so look there first",
              most,
              actors.subList(0, shown).stream()
                  .map(actor -> ShownText.escaped(actor.getKey()))
                  .collect(Collectors.joining(", ")));
        }
      }
      return 2 * unseen >= rows
          ? String.format(
              Locale.ROOT,
              "%,d of them are of users or resources that training has not seen: are they new or"
                  + " renamed? Then train again",
              unseen)
          : String.format(
              Locale.ROOT,
              "they are of %,d actors, none of whom stands out: has work changed since the training?"
                  + " Then train again",
              byActor.size());
    }
  }

  /** Adds a row. */
  void add(Anomaly anomaly) {
    OfTenant tenant = tenants.computeIfAbsent(anomaly.tenant(), id -> new OfTenant());
    tenant.rows++;
    tenant.byActor.merge(anomaly.actor(), 1, Integer::sum);
    boolean known =
        anomaly.reason() == Reason.LOW_AFFINITY || anomaly.reason() == Reason.OTHER_COMMUNITY;
    tenant.unseen += known ? 0 : 1;
  }

  /**
   * The tenants with more rows than expected, a line each.
   *
   * @param expected how many rows of a tenant are expected at most
   */
  List<String> beyond(double expected) {
    return tenants.entrySet().stream()
        .filter(tenant -> tenant.getValue().rows > Math.max(1, expected))
        .map(
            tenant ->
                String.format(
                    Locale.ROOT,
                    "%s: %,d anomalies where at most %s were expected; %s",
                    ShownText.escaped(tenant.getKey()),
                    tenant.getValue().rows,
                    AlertBudget.number(expected),
                    tenant.getValue().cause()))
        .toList();
  }
}
