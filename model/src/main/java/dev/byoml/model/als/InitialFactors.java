package dev.byoml.model.als;

import dev.byoml.model.access.Side;
import dev.byoml.model.hash.SplitMix64;

/**
 * Where the iteration starts: for each user or resource a row of positive factors that depends on
 * nothing but the seed, the tenant, the side and the id. Rows have a length of about 1.
 */
public final class InitialFactors {

  private final long key;
  private final int rank;
  private final double scale;

  /**
   * The initial factors of one side of one tenant.
   *
   * @param seed any number; another seed gives other factors
   * @param tenant the tenant's id
   * @param side users or resources
   * @param rank number of factors in a row
   */
  public InitialFactors(long seed, String tenant, Side side, int rank) {
    this.key = SplitMix64.of(SplitMix64.of(SplitMix64.mix(seed), tenant), side.ordinal());
    this.rank = rank;
    // The mean square of a uniform number from [0, 1) is 1/3.
    this.scale = Math.sqrt(3.0 / rank);
  }

  /** Writes the factors of {@code id} to {@code factors} from {@code position} on. */
  public void fill(String id, float[] factors, int position) {
    long row = SplitMix64.of(key, id);
    for (int k = 0; k < rank; k++) {
      factors[position + k] = (float) (scale * SplitMix64.uniform(SplitMix64.of(row, k)));
    }
  }
}
