package dev.byoml.model.als.block;

import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.Factors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One side of a factorization put together from its blocks. Sums are taken over chunks in ascending
 * order, so they do not depend on how the rows were cut. Safe for use by one thread at a time.
 */
public final class GatheredSide {
  private final List<FactorBlock> blocks;
  private final int rank;
  private final int rowCount;
  private float[] factors;
  private double[] gramian;

  private GatheredSide(List<FactorBlock> blocks, int rowCount) {
    this.blocks = blocks;
    this.rank = blocks.get(0).rank();
    this.rowCount = rowCount;
  }

  /**
   * Puts a side together.
   *
   * @param blocks all blocks of the side, in any order
   * @throws IllegalArgumentException if there are no blocks, or one is missing in between
   */
  public static GatheredSide of(Iterable<FactorBlock> blocks) {
    List<FactorBlock> ordered = new ArrayList<>();
    blocks.forEach(ordered::add);
    ordered.sort(Comparator.comparingInt(FactorBlock::firstRow));
    int next = 0;
    for (FactorBlock block : ordered) {
      if (block.firstRow() != next) {
        throw new IllegalArgumentException(
            "a block starts at row %d, expected %d".formatted(block.firstRow(), next));
      }
      next += block.rowCount();
    }
    if (next == 0) {
      throw new IllegalArgumentException("there are no factors");
    }
    return new GatheredSide(ordered, next);
  }

  /** Number of rows. */
  public int rowCount() {
    return rowCount;
  }

  /** The factors of all rows. */
  public Factors toFactors() {
    return new Factors(rank, factors());
  }

  /** The factors, row after row; not to be changed. */
  float[] factors() {
    if (factors == null) {
      factors = new float[Math.multiplyExact(rowCount, rank)];
      for (FactorBlock block : blocks) {
        System.arraycopy(
            block.factors(), 0, factors, block.firstRow() * rank, block.factors().length);
      }
    }
    return factors;
  }

  /** The Gramian; not to be changed. */
  double[] gramian() {
    if (gramian == null) {
      int size = rank * rank;
      gramian = new double[size];
      for (FactorBlock block : blocks) {
        for (int start = 0; start < block.gramians().length; start += size) {
          for (int i = 0; i < size; i++) {
            gramian[i] += block.gramians()[start + i];
          }
        }
      }
    }
    return gramian;
  }

  /** The sum over all chunks of what they bring to the objective. */
  double sum() {
    double sum = 0;
    for (FactorBlock block : blocks) {
      for (double chunk : block.sums()) {
        sum += chunk;
      }
    }
    return sum;
  }

  /** How far the factorization had come when this side was solved; null before it began. */
  FactorizationProgress progress() {
    return blocks.get(0).progress();
  }

  /** What the other side was before this one was solved; null before the first iteration. */
  PreviousFactors otherFormerly() {
    return blocks.get(0).otherFormerly();
  }

  /**
   * What this side leaves to the step that solves it again.
   *
   * @param whole whether its factors may become the result
   */
  PreviousFactors toFormer(boolean whole) {
    return whole
        ? new PreviousFactors(
            sum(),
            new long[0],
            blocks.stream().map(block -> block.at(block.progress(), null)).toList())
        : new PreviousFactors(sum(), positive(), List.of());
  }

  private long[] positive() {
    float[] values = factors();
    long[] bits = new long[(values.length + 63) >> 6];
    for (int i = 0; i < values.length; i++) {
      if (values[i] > 0) {
        bits[i >> 6] |= 1L << (i & 63);
      }
    }
    return bits;
  }
}
