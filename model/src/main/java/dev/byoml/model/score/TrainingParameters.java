package dev.byoml.model.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.matrix.LikelihoodTransform;
import java.io.Serializable;

/**
 * Everything that, with the accesses, decides what a model is.
 *
 * @param als rank, iterations and weights of the factorization
 * @param likelihood how likelihoods become ratings
 * @param affinity how factors are compared
 */
public record TrainingParameters(
    AlsParameters als, LikelihoodTransform likelihood, Affinity affinity) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The parameters of the reference, SynapseML's {@code AccessAnomaly}. */
  public static final TrainingParameters CLASSIC =
      new TrainingParameters(AlsParameters.CLASSIC, LikelihoodTransform.LINEAR, Affinity.DOT);

  /**
   * What did best in the study of {@code model/docs/defaults.md}: the reference's factorization
   * with 30 factors, compared as averages over neighbours.
   */
  public static final TrainingParameters DEFAULT =
      new TrainingParameters(
          AlsParameters.CLASSIC.withRank(30), LikelihoodTransform.LINEAR, Affinity.NEIGHBOURHOOD);

  /** Checks that no part is missing. */
  public TrainingParameters {
    requireNonNull(als, "als");
    requireNonNull(likelihood, "likelihood");
    requireNonNull(affinity, "affinity");
  }
}
