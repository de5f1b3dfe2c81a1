package dev.byoml.model.als.block;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.kernel.HalfStep;
import java.util.List;

/**
 * What a side leaves to the step that solves it again: which factors were positive, from which
 * {@link HalfStep} starts, and the sum for the objective. It travels with the other side, so that
 * each step needs the outcome of the step before and of no other. The arrays are shared, not
 * copied: nobody changes them.
 *
 * @param sum the sum over the side's chunks of what they bring to the objective
 * @param positive a bit for each factor, row after row, 64 to a word, the lowest first: whether it
 *     was above zero; empty where {@code blocks} holds the factors
 * @param blocks the blocks of the side as they were, needed where the factorization may stop early
 *     and they are the result; else empty
 */
public record PreviousFactors(double sum, long[] positive, List<FactorBlock> blocks) {
  /** Keeps the list unmodifiable. */
  public PreviousFactors {
    requireNonNull(positive, "positive");
    blocks = List.copyOf(blocks);
  }

  /** Factors that are positive, or not, where those from {@code first} on were. */
  float[] signs(int first, int count) {
    float[] signs = new float[count];
    for (int i = 0; i < count; i++) {
      int bit = first + i;
      signs[i] = positive[bit >> 6] >>> (bit & 63) & 1;
    }
    return signs;
  }
}
