package dev.byoml.pipelines.onnx;

import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.PairAffinity;

/**
 * The lowest affinity of a model that states no bound: the lowest of all pairs of a small tenant,
 * or of the accesses and of pairs drawn from a large one. A pair below it counts as it.
 */
final class LowestAffinity {
  private static final int MOST_PAIRS = 200_000;

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
      int user = (int) Long.remainderUnsigned(SplitMix64.draw(2 * draw), users);
      int resource = (int) Long.remainderUnsigned(SplitMix64.draw(2 * draw + 1), resources);
      lowest = Math.min(lowest, affinity.of(user, resource));
    }
    return lowest;
  }
}
