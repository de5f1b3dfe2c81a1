package dev.byoml.model.poisson;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.Map;
import java.util.Set;

/**
 * {@code poisson}: Poisson factorization with Gamma priors. Its settings are {@code shape} and
 * {@code rate} of the priors, both {@value #PRIOR} where not given. Of the shared parameters it
 * takes rank, iterations, likelihood, affinity, tolerance and seed.
 */
public final class PoissonFactorizationAlgorithm implements Algorithm {
  private static final String SHAPE = "shape";
  private static final String RATE = "rate";
  private static final double PRIOR = 0.3;
  private static final int ITERATIONS = 50;

  /** The algorithm. */
  public PoissonFactorizationAlgorithm() {}

  @Override
  public String name() {
    return "poisson";
  }

  @Override
  public String summary() {
    return "Poisson factorization with Gamma priors; settings shape and rate";
  }

  @Override
  public TrainingParameters defaults() {
    return new TrainingParameters(
        TrainingParameters.DEFAULT.als().withIterations(ITERATIONS),
        LikelihoodTransform.BINARY,
        Affinity.NEIGHBOURHOOD,
        new AlgorithmSettings(name(), Map.of()));
  }

  @Override
  public void check(TrainingParameters parameters) {
    parameters.algorithm().requireKnown(Set.of(SHAPE, RATE));
    requireUnchanged(parameters.als());
    poisson(parameters);
  }

  private void requireUnchanged(AlsParameters given) {
    AlsParameters own = defaults().als();
    requireUnchanged("alpha", given.alpha() == own.alpha());
    requireUnchanged("regularization", given.regularization() == own.regularization());
    requireUnchanged(
        "regularizationExponent", given.regularizationExponent() == own.regularizationExponent());
    requireUnchanged("nonNegative", given.nonNegative() == own.nonNegative());
    requireUnchanged("feedback", given.implicit() == own.implicit());
  }

  private void requireUnchanged(String option, boolean unchanged) {
    if (!unchanged) {
      throw new IllegalArgumentException(
          "%s is a parameter of als; the algorithm %s takes none".formatted(option, name()));
    }
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    return LearnedModel.ofFactors(
        PoissonFactorization.factorize(
            accesses.tenant(),
            accesses.users(),
            accesses.resources(),
            parameters.likelihood().apply(accesses.likelihoods()),
            poisson(parameters),
            threads));
  }

  private static PoissonParameters poisson(TrainingParameters parameters) {
    AlsParameters shared = parameters.als();
    return new PoissonParameters(
        shared.rank(),
        shared.iterations(),
        parameters.algorithm().positive(SHAPE, PRIOR),
        parameters.algorithm().positive(RATE, PRIOR),
        shared.tolerance(),
        shared.seed());
  }
}
