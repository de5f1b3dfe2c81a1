package dev.byoml.model.walk;

import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * {@code walk}: the two-step walk. Its settings are {@code userExponent} and {@code
 * resourceExponent}, the exponents of {@link WalkExponents}. Of the shared parameters it takes rank
 * and seed, for the sketch that finds peers.
 */
public final class WalkAlgorithm implements Algorithm {
  private static final String USER_EXPONENT = "userExponent";
  private static final String RESOURCE_EXPONENT = "resourceExponent";

  /** The algorithm. */
  public WalkAlgorithm() {}

  @Override
  public String name() {
    return "walk";
  }

  @Override
  public String summary() {
    return "two-step walk over shared resources; settings userExponent and resourceExponent";
  }

  @Override
  public void check(TrainingParameters parameters) {
    parameters.algorithm().requireKnown(Set.of(USER_EXPONENT, RESOURCE_EXPONENT));
    exponents(parameters.algorithm());
  }

  private static WalkExponents exponents(AlgorithmSettings settings) {
    return new WalkExponents(
        settings.notNegative(USER_EXPONENT, WalkExponents.DEFAULT.ofUsers()),
        settings.notNegative(RESOURCE_EXPONENT, WalkExponents.DEFAULT.ofResources()));
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    WalkExponents exponents = exponents(parameters.algorithm());
    ByteBuffer state = ByteBuffer.allocate(2 * Double.BYTES);
    state.putDouble(exponents.ofUsers()).putDouble(exponents.ofResources());
    return LearnedModel.ofStateWithSketch(accesses, parameters, state.array());
  }

  @Override
  public PairAffinity read(AccessMatrix accesses, byte[] state) throws IOException {
    if (state.length != 2 * Double.BYTES) {
      throw new IOException("two exponents were expected, not %d bytes".formatted(state.length));
    }
    ByteBuffer exponents = ByteBuffer.wrap(state);
    return new TwoStepWalk(
        accesses, new WalkExponents(exponents.getDouble(), exponents.getDouble()));
  }
}
