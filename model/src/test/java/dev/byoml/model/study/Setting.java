package dev.byoml.model.study;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A way to score that the study compares.
 *
 * @param name what the study calls it
 * @param scorer scores the pairs of the trainer's organisation
 */
record Setting(String name, Function<Trainer, PairScorer> scorer) {
  private static final TrainingParameters DEFAULT = TrainingParameters.DEFAULT;
  private static final AlsParameters ALS = DEFAULT.als();

  /** The settings, baselines first. */
  static List<Setting> all() {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("rarity of the resource alone", Trainer::rarity));
    settings.add(new Setting("neighbour vote, no factorization", Trainer::vote));
    settings.add(of("**classic**: rank 10, dot", TrainingParameters.CLASSIC));
    settings.add(of("rank 10, cosine", ALS.withRank(10), Affinity.COSINE));
    settings.add(of("rank 10, neighbourhood", ALS.withRank(10), Affinity.NEIGHBOURHOOD));
    settings.add(of("rank 20, dot", ALS.withRank(20), Affinity.DOT));
    settings.add(of("rank 20, cosine", ALS.withRank(20), Affinity.COSINE));
    settings.add(of("rank 20, neighbourhood", ALS.withRank(20), Affinity.NEIGHBOURHOOD));
    settings.add(of("rank 30, dot", ALS, Affinity.DOT));
    settings.add(of("rank 30, cosine", ALS, Affinity.COSINE));
    settings.add(of("**default**: rank 30, neighbourhood", DEFAULT));
    settings.add(of("rank 40, dot", ALS.withRank(40), Affinity.DOT));
    settings.add(of("rank 40, cosine", ALS.withRank(40), Affinity.COSINE));
    settings.add(of("rank 40, neighbourhood", ALS.withRank(40), Affinity.NEIGHBOURHOOD));
    settings.add(
        new Setting(
            "rank 30, dot, resources to length 1 (popularity taken out)",
            trainer ->
                trainer.of(
                    new TrainingParameters(ALS, DEFAULT.likelihood(), Affinity.DOT),
                    Setting::toLength1)));
    addVariants(settings, "regularization 0.1", ALS.withRegularization(0.1));
    addVariants(settings, "regularization 3", ALS.withRegularization(3));
    addVariants(settings, "exponent 0", ALS.withRegularizationExponent(0));
    addVariants(settings, "exponent 0.5", ALS.withRegularizationExponent(0.5));
    addVariants(settings, "alpha 0.1", ALS.withAlpha(0.1));
    addVariants(settings, "alpha 10", ALS.withAlpha(10));
    addVariants(settings, "logarithmic", ALS, LikelihoodTransform.LOGARITHMIC);
    addVariants(settings, "binary", ALS, LikelihoodTransform.BINARY);
    addVariants(settings, "10 iterations", ALS.withIterations(10));
    addVariants(settings, "factors below zero too", ALS.withNonNegative(false));
    return settings;
  }

  private static void addVariants(List<Setting> settings, String name, AlsParameters als) {
    addVariants(settings, name, als, DEFAULT.likelihood());
  }

  private static void addVariants(
      List<Setting> settings, String name, AlsParameters als, LikelihoodTransform likelihood) {
    settings.add(
        of("rank 30, cosine, " + name, new TrainingParameters(als, likelihood, Affinity.COSINE)));
    settings.add(
        of(
            "rank 30, neighbourhood, " + name,
            new TrainingParameters(als, likelihood, Affinity.NEIGHBOURHOOD)));
  }

  private static Setting of(String name, AlsParameters als, Affinity affinity) {
    return of(name, new TrainingParameters(als, DEFAULT.likelihood(), affinity));
  }

  private static Setting of(String name, TrainingParameters parameters) {
    return new Setting(name, trainer -> trainer.of(parameters));
  }

  private static Factors toLength1(Factors factors) {
    int rank = factors.rank();
    double[] values = factors.toDoubles();
    for (int row = 0; row < factors.rowCount(); row++) {
      double length = Math.sqrt(factors.dot(row, factors, row));
      for (int k = row * rank; length > 0 && k < (row + 1) * rank; k++) {
        values[k] /= length;
      }
    }
    return Factors.rounded(rank, values);
  }
}
