package dev.byoml.model.learn;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessesByResource;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An algorithm of a user's own, without factors: what many touch fits everybody. */
public final class PopularityAlgorithm implements Algorithm {
  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public String summary() {
    return "what many touch fits everybody";
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    AccessesByResource byResource = AccessesByResource.of(accesses.likelihoods());
    ByteBuffer state = ByteBuffer.allocate(accesses.resources().size() * Integer.BYTES);
    for (int resource = 0; resource < accesses.resources().size(); resource++) {
      state.putInt(byResource.userCount(resource));
    }
    return LearnedModel.ofState(accesses, state.array());
  }

  @Override
  public PairAffinity read(AccessMatrix accesses, byte[] state) throws IOException {
    if (state.length != accesses.resources().size() * Integer.BYTES) {
      throw new IOException("not one number for each resource");
    }
    ByteBuffer counts = ByteBuffer.wrap(state).asReadOnlyBuffer();
    return new PairAffinity() {
      @Override
      public double of(int user, int resource) {
        return counts.getInt(resource * Integer.BYTES);
      }

      @Override
      public double lowest() {
        return 0;
      }

      @Override
      public boolean spansCommunities() {
        return true;
      }

      @Override
      public Optional<String> explain(int user, int resource) {
        return Optional.of("%.0f users touch it".formatted(of(user, resource)));
      }
    };
  }
}
