package dev.byoml.model.study;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares the algorithms on the organisations of {@link DefaultsStudy} and prints the tables of
 * {@code model/docs/algorithms.md}. Run by {@code scripts/study-algorithms.sh}.
 */
final class AlgorithmStudy {
  private static final TrainingParameters POISSON = Algorithms.named("poisson").defaults();

  private AlgorithmStudy() {}

  /** Prints the study as Markdown. Takes no arguments. */
  public static void main(String[] arguments) {
    for (StudyShape shape : DefaultsStudy.SHAPES) {
      DefaultsStudy.study(shape, settings(), System.out);
    }
  }

  private static List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    settings.add(new Setting("neighbour vote, no factorization", Trainer::vote));
    settings.add(new Setting("als, classic preset", t -> t.of(TrainingParameters.CLASSIC)));
    settings.add(new Setting("**als**, default", t -> t.of(TrainingParameters.DEFAULT)));
    settings.add(learnt("**auto**", Algorithms.named("auto").defaults()));
    settings.add(learnt("**poisson**, default", POISSON));
    settings.add(learnt("poisson, dot", with(Affinity.DOT)));
    settings.add(learnt("poisson, cosine", with(Affinity.COSINE)));
    settings.add(learnt("poisson, 10 factors", POISSON.withAls(als().withRank(10))));
    settings.add(learnt("poisson, 25 iterations", POISSON.withAls(als().withIterations(25))));
    settings.add(learnt("poisson, shape 1", prior("shape", "1")));
    settings.add(learnt("poisson, rate 1", prior("rate", "1")));
    settings.add(
        learnt(
            "poisson, logarithmic likelihood",
            new TrainingParameters(
                als(), LikelihoodTransform.LOGARITHMIC, POISSON.affinity(), POISSON.algorithm())));
    return settings;
  }

  private static AlsParameters als() {
    return POISSON.als();
  }

  private static TrainingParameters with(Affinity affinity) {
    return new TrainingParameters(als(), POISSON.likelihood(), affinity, POISSON.algorithm());
  }

  private static TrainingParameters prior(String setting, String value) {
    return POISSON.withAlgorithm(
        new AlgorithmSettings(POISSON.algorithm().name(), Map.of(setting, value)));
  }

  private static Setting learnt(String name, TrainingParameters parameters) {
    return new Setting(name, trainer -> scorer(trainer, parameters));
  }

  private static PairScorer scorer(Trainer trainer, TrainingParameters parameters) {
    AccessScorer scorer =
        new AccessScorer(
            Algorithms.train(
                trainer.sample().accesses(),
                parameters,
                Runtime.getRuntime().availableProcessors()));
    return (user, resource) -> scorer.score(user, resource).score();
  }
}
