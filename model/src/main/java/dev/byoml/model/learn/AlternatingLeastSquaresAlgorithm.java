package dev.byoml.model.learn;

import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;

/** {@code als}: implicit or explicit collaborative filtering by alternating least squares. */
public final class AlternatingLeastSquaresAlgorithm implements Algorithm {
  /** The algorithm. */
  public AlternatingLeastSquaresAlgorithm() {}

  @Override
  public String name() {
    return AlgorithmSettings.ALS;
  }

  @Override
  public String summary() {
    return "collaborative filtering by alternating least squares";
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    return LearnedModel.ofFactors(
        AlternatingLeastSquares.factorize(
            accesses.tenant(),
            accesses.users(),
            accesses.resources(),
            parameters.likelihood().apply(accesses.likelihoods()),
            parameters.als(),
            threads));
  }

  @Override
  public boolean beginsWithAls() {
    return true;
  }
}
