package dev.byoml.model.algorithm;

import dev.byoml.model.als.AlternatingLeastSquares;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.score.AlgorithmSettings;
import dev.byoml.model.score.TrainingParameters;

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
  public Learnt learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    Factorization factorization =
        AlternatingLeastSquares.factorize(
            accesses.tenant(),
            accesses.users(),
            accesses.resources(),
            parameters.likelihood().apply(accesses.likelihoods()),
            parameters.als(),
            threads);
    return Learnt.ofFactors(
        factorization.users(), factorization.resources(), factorization.objective());
  }
}
