package org.example.byoml;

import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/**
 * {@code shared-users}: a user fits a resource whose users the user already meets elsewhere. Two
 * resources are alike by the cosine of the sets of their users, and the affinity of a user to a
 * resource is the mean likeness of the resource to those the user touches. Nothing is factorized.
 *
 * <p>The setting {@code smoothing} (default 1) is added to the size of each set, so that two
 * resources with a single user in common do not count as the same.
 */
public final class SharedUsersAlgorithm implements Algorithm {
  private static final String SMOOTHING = "smoothing";

  @Override
  public String name() {
    return "shared-users";
  }

  @Override
  public String summary() {
    return "likeness of resources by the users they share; setting smoothing";
  }

  @Override
  public TrainingParameters defaults() {
    return TrainingParameters.DEFAULT.withAlgorithm(new AlgorithmSettings(name(), Map.of()));
  }

  @Override
  public void check(TrainingParameters parameters) {
    parameters.algorithm().requireKnown(Set.of(SMOOTHING));
    smoothing(parameters);
  }

  private static double smoothing(TrainingParameters parameters) {
    return parameters.algorithm().positive(SMOOTHING, 1);
  }

  /** Keeps the setting: all else stands in the accesses, which the platform keeps. */
  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    byte[] state = new byte[Double.BYTES];
    ByteBuffer.wrap(state).putDouble(smoothing(parameters));
    return LearnedModel.ofState(accesses, state);
  }

  @Override
  public PairAffinity read(AccessMatrix accesses, byte[] state) throws IOException {
    if (state.length != Double.BYTES) {
      throw new IOException("expected 8 bytes, got " + state.length);
    }
    return new SharedUsers(accesses, ByteBuffer.wrap(state).getDouble());
  }
}
