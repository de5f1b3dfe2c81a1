package dev.byoml.pipelines.onnx;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.PairAffinity;

/**
 * The lowest affinity of a model that states no bound: the lowest of all pairs of a small tenant,
 * or of the accesses and of pairs drawn from a large one. A pair below it counts as it.
 */
final class LowestAffinity {
  private static final int MOST_PAIRS = 200_000;
  private static final long INCREMENT = 0x9e3779b97f4a7c15L;

  private LowestAffinity() {}

  static double of(AccessMatrix accesses, PairAffinity affinity) {
    int users = accesses.users().size();
    int resources = accesses.resources().size();
    double lowest = Double.POSITIVE_INFINITY;
    if ((long) users * resources <= MOST_PAIRS) {
      for (int user = 0; user < users; user++) {
        for (int resource = 0; resource < resources; resource++) {
          lowest = Math.min(lowest, affinity.of(user, resource));
        }
      }
      return lowest;
    }
    for (int user = 0; user < users; user++) {
      int start = accesses.likelihoods().rowStart(user);
      int end = accesses.likelihoods().rowEnd(user);
      for (int position = start; position < end; position++) {
        lowest = Math.min(lowest, affinity.of(user, accesses.likelihoods().column(position)));
      }
    }
    for (long draw = 0; draw < MOST_PAIRS; draw++) {
      int user = (int) Long.remainderUnsigned(mixed(2 * draw), users);
      int resource = (int) Long.remainderUnsigned(mixed(2 * draw + 1), resources);
      lowest = Math.min(lowest, affinity.of(user, resource));
    }
    return lowest;
  }

  /** The output function of SplitMix64 (Steele, Lea, Flood 2014) at the {@code n}-th state. */
  private static long mixed(long n) {
    long z = (n + 1) * INCREMENT;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
