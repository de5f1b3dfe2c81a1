package dev.byoml.model.evaluate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import dev.byoml.model.score.WindowScorer;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What of labelled accesses is reported where nobody says a threshold or a budget, if they are the
 * new accesses of one window: what lies above the tenant's {@link AlertLine}.
 *
 * @param anomalous number of accesses that should be found
 * @param found number of those that are reported
 * @param harmless number of the others
 * @param reported number of the others that are reported
 */
public record BudgetRecall(int anomalous, int found, int harmless, int reported) {
  /** Of the normal distribution 95 % lie within so many deviations. */
  private static final double WITHIN = 1.959963984540054;

  /**
   * Scores labelled accesses as a window of each tenant.
   *
   * @param pairs labelled accesses
   * @param models finds the models; asked once for each tenant
   * @param lines gives for each tenant what deserves an alert
   */
  public static BudgetRecall of(
      List<LabelledPair> pairs, Evaluation.Models models, Function<String, AlertLine> lines) {
    Map<String, List<LabelledPair>> byTenant = new TreeMap<>();
    for (LabelledPair pair : pairs) {
      byTenant.computeIfAbsent(pair.access().tenant(), t -> new ArrayList<>()).add(pair);
    }
    int[] found = new int[2];
    int[] all = new int[2];
    byTenant.forEach(
        (tenant, ofTenant) -> {
          Optional<TenantModel> model = models.of(tenant);
          WindowScorer scorer =
              model.map(WindowScorer::new).orElseGet(WindowScorer::ofUnknownTenant);
          AlertLine line = model.isPresent() ? lines.apply(tenant) : AlertLine.UNCALIBRATED;
          List<AccessKey> window = ofTenant.stream().map(LabelledPair::access).toList();
          List<WindowScorer.Judged> judged = scorer.score(window);
          for (int i = 0; i < judged.size(); i++) {
            int label = ofTenant.get(i).anomalous() ? 1 : 0;
            all[label]++;
            found[label] += isReported(judged.get(i), line) ? 1 : 0;
          }
        });
    return new BudgetRecall(all[1], found[1], all[0], found[0]);
  }

  private static boolean isReported(WindowScorer.Judged judged, AlertLine line) {
    return judged.scored().reason() != Reason.SEEN_BEFORE
        && line.severity(judged.scored(), judged.actor()).compareTo(Severity.MEDIUM) >= 0;
  }

  /**
   * The share of what should be found that is reported, with the 95 % interval of Wilson, Probable
   * inference, the law of succession, and statistical inference, 1927; from 0 to 1 where nothing
   * should be found.
   */
  public Estimate recall() {
    if (anomalous == 0) {
      return new Estimate(0, 0, 1);
    }
    double share = (double) found / anomalous;
    double z = WITHIN * WITHIN / anomalous;
    double middle = (share + z / 2) / (1 + z);
    double half = WITHIN / (1 + z) * Math.sqrt((share * (1 - share) + z / 4) / anomalous);
    return new Estimate(share, Math.max(0, middle - half), Math.min(1, middle + half));
  }
}
