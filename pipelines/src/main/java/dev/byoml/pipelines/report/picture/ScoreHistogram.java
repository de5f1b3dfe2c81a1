package dev.byoml.pipelines.report.picture;

import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the scores of a tenant's training accesses are distributed, in bins of equal width that also
 * cover what was reported.
 *
 * @param lowest lower end of the first bin
 * @param width width of each bin, above 0
 * @param training share of the training accesses in each bin, in percent; all 0 where the model
 *     does not know the tenant
 */
public record ScoreHistogram(double lowest, double width, List<Double> training) {
  private static final int BINS = 40;

  /** Keeps a copy. */
  public ScoreHistogram {
    training = List.copyOf(training);
  }

  /**
   * Counts scores.
   *
   * @param reported scores of the reported anomalies, at least one
   * @param model the tenant's model, if there is one
   */
  public static ScoreHistogram of(double[] reported, Optional<TenantModel> model) {
    double[] training = model.map(known -> known.trainingScores().toArray()).orElse(new double[0]);
    double lowestReported = Arrays.stream(reported).min().orElseThrow();
    double lowest = Math.min(lowestReported, Arrays.stream(training).min().orElse(lowestReported));
    double highest =
        Math.max(
            Arrays.stream(reported).max().orElseThrow(),
            Arrays.stream(training).max().orElse(lowestReported));
    double width = highest > lowest ? (highest - lowest) / BINS : 1.0;
    List<Double> shares = new ArrayList<>();
    for (int count : counts(training, lowest, width)) {
      shares.add(training.length == 0 ? 0.0 : 100.0 * count / training.length);
    }
    return new ScoreHistogram(lowest, width, shares);
  }

  private static int[] counts(double[] scores, double lowest, double width) {
    int[] counts = new int[BINS];
    for (double score : scores) {
      counts[Math.min(BINS - 1, (int) ((score - lowest) / width))]++;
    }
    return counts;
  }
}
