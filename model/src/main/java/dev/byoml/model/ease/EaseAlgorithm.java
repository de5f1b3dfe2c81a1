package dev.byoml.model.ease;

import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * {@code ease}: a linear autoencoder on the normalised matrix. Its settings are {@code lambda}, the
 * regularization, and {@code resources}, how many resources take part at most: those with the most
 * users, {@value #MOST_RESOURCES} where not given. Affinities to others are 0, the mean. Of the
 * shared parameters it takes rank and seed, for the sketch that finds peers.
 */
public final class EaseAlgorithm implements Algorithm {
  /** How many resources take part where nothing else is said; the weights are 4 bytes a pair. */
  public static final int MOST_RESOURCES = 2500;

  private static final String LAMBDA = "lambda";
  private static final String RESOURCES = "resources";

  /** Regularization where nothing else is said. */
  public static final double DEFAULT_LAMBDA = 2;

  private static final int LARGEST = 10_000;

  /** The algorithm. */
  public EaseAlgorithm() {}

  @Override
  public String name() {
    return "ease";
  }

  @Override
  public String summary() {
    return "linear autoencoder over resources (EASE); settings lambda and resources";
  }

  @Override
  public void check(TrainingParameters parameters) {
    parameters.algorithm().requireKnown(Set.of(LAMBDA, RESOURCES));
    lambda(parameters.algorithm());
    mostResources(parameters.algorithm());
  }

  private static double lambda(AlgorithmSettings settings) {
    return settings.positive(LAMBDA, DEFAULT_LAMBDA);
  }

  private static int mostResources(AlgorithmSettings settings) {
    double most = settings.positive(RESOURCES, MOST_RESOURCES);
    if (most != Math.rint(most) || most > LARGEST) {
      throw new IllegalArgumentException(
          "%s=%s must be a whole number up to %d".formatted(RESOURCES, most, LARGEST));
    }
    return (int) most;
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    EaseAffinity affinity =
        EaseAffinity.fit(
            accesses,
            lambda(parameters.algorithm()),
            mostResources(parameters.algorithm()),
            threads);
    ByteBuffer state = ByteBuffer.allocate(affinity.byteCount());
    affinity.write(state);
    return LearnedModel.ofStateWithSketch(accesses, parameters, state.array());
  }

  @Override
  public PairAffinity read(AccessMatrix accesses, byte[] state) throws IOException {
    try {
      return EaseAffinity.read(accesses, ByteBuffer.wrap(state));
    } catch (BufferUnderflowException | IndexOutOfBoundsException | ArithmeticException e) {
      throw new IOException("these are not weights of EASE over the tenant's resources", e);
    }
  }
}
