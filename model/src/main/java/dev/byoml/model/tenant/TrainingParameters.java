package dev.byoml.model.tenant;

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
 * @param algorithm which algorithm learns; what it does not use of the other parameters it refuses
 *     or ignores
 */
public record TrainingParameters(
    AlsParameters als,
    LikelihoodTransform likelihood,
    Affinity affinity,
    AlgorithmSettings algorithm)
    implements Serializable {
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

  /** Checks that nothing is missing; without an algorithm it is alternating least squares. */
  public TrainingParameters {
    requireNonNull(als, "als");
    requireNonNull(likelihood, "likelihood");
    requireNonNull(affinity, "affinity");
    algorithm = algorithm == null ? AlgorithmSettings.DEFAULT : algorithm;
  }

  /** Parameters of alternating least squares. */
  public TrainingParameters(AlsParameters als, LikelihoodTransform likelihood, Affinity affinity) {
    this(als, likelihood, affinity, AlgorithmSettings.DEFAULT);
  }

  /** The same with other parameters of the factorization. */
  public TrainingParameters withAls(AlsParameters value) {
    return new TrainingParameters(value, likelihood, affinity, algorithm);
  }

  /** The same with another algorithm. */
  public TrainingParameters withAlgorithm(AlgorithmSettings value) {
    return new TrainingParameters(als, likelihood, affinity, value);
  }
}
