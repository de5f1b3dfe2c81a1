package dev.byoml.model.als;

import dev.byoml.model.access.Side;
import dev.byoml.model.hash.SplitMix64;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the iteration starts: for each user or resource a row of positive factors that depends on
 * nothing but the seed, the tenant, the side and the id. Rows have a length of about 1. Or the row
 * that an earlier factorization found for it.
 */
public final class InitialFactors {

  private final long key;
  private final int rank;
  private final double scale;
  private final Map<String, Integer> known;
  private final WarmStart earlier;

  /**
   * The initial factors of one side of one tenant.
   *
   * @param seed any number; another seed gives other factors
   * @param tenant the tenant's id
   * @param side users or resources
   * @param rank number of factors in a row
   */
  public InitialFactors(long seed, String tenant, Side side, int rank) {
    this(
        SplitMix64.of(SplitMix64.of(SplitMix64.mix(seed), tenant), side.ordinal()),
        rank,
        WarmStart.NONE);
  }

  private InitialFactors(long key, int rank, WarmStart earlier) {
    this.key = key;
    this.rank = rank;
    this.earlier = earlier;
    this.known = new HashMap<>();
    for (int row = 0; row < earlier.users().size(); row++) {
      known.put(earlier.users().get(row), row);
    }
    // The mean square of a uniform number from [0, 1) is 1/3.
    this.scale = Math.sqrt(3.0 / rank);
  }

  /**
   * The same, but for users of which factors were found before: these start there.
   *
   * @throws IllegalArgumentException if they have another rank
   */
  public InitialFactors startingAt(WarmStart earlier) {
    if (!earlier.users().isEmpty() && earlier.factors().rank() != rank) {
      throw new IllegalArgumentException(
          "factors of rank %d cannot start ones of rank %d"
              .formatted(earlier.factors().rank(), rank));
    }
    return new InitialFactors(key, rank, earlier);
  }

  /** Writes the factors of {@code id} to {@code factors} from {@code position} on. */
  public void fill(String id, float[] factors, int position) {
    Integer before = known.get(id);
    if (before != null) {
      System.arraycopy(earlier.factors().values(), before * rank, factors, position, rank);
      return;
    }
    long row = SplitMix64.of(key, id);
    for (int k = 0; k < rank; k++) {
      factors[position + k] = (float) (scale * SplitMix64.uniform(SplitMix64.of(row, k)));
    }
  }
}
