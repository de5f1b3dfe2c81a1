package dev.byoml.model.als.kernel;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.matrix.CompressedRows;

/**
 * Solves the factors of some rows while the factors of the other side stand still: the one step
 * that is repeated, in memory and distributed alike.
 *
 * <p>A row's factors {@code x} minimize its share of the {@link Objective}: exactly, up to the
 * rounding of the result to single precision, which changes the objective in the 14th digit. They
 * depend on nothing but the row's ratings in the order of their columns, the other side's factors
 * and Gramian, and the factors the row had before. So blocks of rows can be solved in any order, on
 * any thread or machine, with the same bits as result.
 *
 * <p>Under the bound that factors are not negative most of them are zero. Only for those that were
 * positive before are the normal equations built; the gradient then shows which of the others have
 * to join. The numbers of factors that take part are called members here.
 *
 * <p>One instance serves one thread at a time; it allocates nothing after construction.
 */
public final class HalfStep {
  private final AlsParameters parameters;
  private final int rank;
  private final int zeroFactor;
  private final RatingBlock block;
  private final Ridge ridge;
  private final NormalEquations system;
  private final SystemSolver solver;
  private final double[] gramian;
  private final int gramianStride;
  private final double[] solution;
  private final double[] gradients;
  private final int[] members;
  private final int[] others;
  private int memberCount;
  private int otherCount;

  /** A step of the factorization that {@code parameters} describe. */
  public HalfStep(AlsParameters parameters) {
    this.parameters = parameters;
    rank = parameters.rank();
    block = new RatingBlock(parameters);
    zeroFactor = block.zeroFactor();
    ridge = new Ridge(parameters);
    system = new NormalEquations(rank);
    solver = parameters.nonNegative() ? new NonNegativeSolver(rank) : new UnconstrainedSolver(rank);
    gramianStride = rank + 1;
    gramian = new double[gramianStride * gramianStride];
    solution = new double[system.stride];
    int padded = system.stride + NormalEquations.LANES;
    gradients = new double[padded];
    members = new int[padded];
    others = new int[padded];
  }

  /**
   * Solves the rows from {@code firstRow} to before {@code endRow}.
   *
   * @param ratings positive ratings; its columns are the rows of {@code other}
   * @param firstRow the first row to solve
   * @param endRow the row after the last to solve
   * @param other factors of the other side, row after row
   * @param otherGramian the {@link Gramian} of {@code other}; not used if ratings are explicit
   * @param own factors of this side by rows of {@code ratings}: the former ones before, the new
   *     ones after
   * @param gains by rows of {@code ratings}: by how much the row's share of the objective is lower
   *     than with all its factors zero; see {@link Objective}
   */
  public void solve(
      CompressedRows ratings,
      int firstRow,
      int endRow,
      float[] other,
      double[] otherGramian,
      float[] own,
      double[] gains) {
    if (parameters.implicit()) {
      for (int k = 0; k < rank; k++) {
        System.arraycopy(otherGramian, k * rank, gramian, k * gramianStride, rank);
      }
    }
    int[] offsets = ratings.offsets();
    int[] columns = ratings.columns();
    float[] values = ratings.values();
    int row = firstRow;
    while (row < endRow) {
      int start = offsets[row];
      if (offsets[row + 1] - start > RatingBlock.CAPACITY) {
        gains[row] = solveLongRow(row, ratings, other, own);
        row++;
      } else {
        int end = row + 1;
        while (end < endRow && offsets[end + 1] - start <= RatingBlock.CAPACITY) {
          end++;
        }
        block.load(columns, values, start, offsets[end] - start, other);
        for (; row < end; row++) {
          gains[row] = solveLoadedRow(row, offsets[row] - start, offsets[row + 1] - start, own);
        }
      }
    }
  }

  /**
   * A term of the Gramian of one side's factors: the same as {@link Gramian#partial}, without new
   * memory for the rows.
   */
  public double[] partialGramian(float[] factors, int firstRow, int endRow) {
    return Gramian.partial(factors, rank, firstRow, endRow, block);
  }

  /** The {@link Gramian} of one side's factors, without new memory for its chunks. */
  public double[] gramian(float[] factors) {
    int rows = factors.length / rank;
    int chunkRows = Gramian.chunkRows(rows);
    double[] sum = new double[rank * rank];
    for (int first = 0; first < rows; first += chunkRows) {
      int end = Math.min(rows, first + chunkRows);
      Gramian.addPartial(factors, rank, first, end, block, system, sum);
    }
    return sum;
  }

  /** Solves a row whose ratings stand in the block from {@code from} to before {@code to}. */
  private double solveLoadedRow(int row, int from, int to, float[] own) {
    int first = row * rank;
    if (from == to) {
      clear(own, first);
      return 0;
    }
    double weight = ridge.of(to - from);
    chooseMembers(own, first);
    int known = 0;
    do {
      int settled = startEquations(known, weight);
      block.addProducts(from, to, members, settled, memberCount, system);
      solver.solve(system, solution);
      known = memberCount;
      if (otherCount > 0) {
        startGradients();
        block.addGradients(
            from, to, members, system.paddedSize(), solution, others, padOthers(), gradients);
        joinMembers(weight);
      }
    } while (memberCount > known);
    return store(own, first);
  }

  /** Solves a row that does not fit into the block: its ratings pass through block by block. */
  private double solveLongRow(int row, CompressedRows ratings, float[] other, float[] own) {
    int first = row * rank;
    int start = ratings.rowStart(row);
    int end = ratings.rowEnd(row);
    double weight = ridge.of(end - start);
    chooseMembers(own, first);
    int known = 0;
    do {
      int settled = startEquations(known, weight);
      for (int position = start; position < end; position += RatingBlock.CAPACITY) {
        int count = Math.min(RatingBlock.CAPACITY, end - position);
        block.load(ratings.columns(), ratings.values(), position, count, other);
        block.addProducts(0, count, members, settled, memberCount, system);
      }
      solver.solve(system, solution);
      known = memberCount;
      if (otherCount > 0) {
        startGradients();
        int padded = padOthers();
        for (int position = start; position < end; position += RatingBlock.CAPACITY) {
          int count = Math.min(RatingBlock.CAPACITY, end - position);
          block.load(ratings.columns(), ratings.values(), position, count, other);
          block.addGradients(
              0, count, members, system.paddedSize(), solution, others, padded, gradients);
        }
        joinMembers(weight);
      }
    } while (memberCount > known);
    return store(own, first);
  }

  private void clear(float[] own, int first) {
    for (int k = 0; k < rank; k++) {
      own[first + k] = 0;
    }
  }

  /** Those that were positive before; all if none was positive, or factors may be negative. */
  private void chooseMembers(float[] own, int first) {
    int chosen = 0;
    int left = 0;
    for (int k = 0; k < rank; k++) {
      // 1 for a positive number, else 0: branches that nobody can predict are slow.
      int positive = -Float.floatToRawIntBits(own[first + k]) >>> 31;
      members[chosen] = k;
      others[left] = k;
      chosen += positive;
      left += 1 - positive;
    }
    if (chosen == 0 || !parameters.nonNegative()) {
      for (int k = 0; k < rank; k++) {
        members[k] = k;
      }
      chosen = rank;
      left = 0;
    }
    memberCount = chosen;
    otherCount = left;
  }

  /**
   * Sets up the equations of members that are new since there were {@code known}, without ratings.
   * The last four are filled up with factors that are zero for every rating.
   *
   * @return the first member whose equation has to be summed
   */
  private int startEquations(int known, double weight) {
    for (int i = 0; i < NormalEquations.LANES; i++) {
      members[memberCount + i] = zeroFactor;
    }
    int settled = known / NormalEquations.LANES * NormalEquations.LANES;
    system.resize(memberCount);
    for (int a = settled; a < system.paddedSize(); a++) {
      copyGramianRow(a, a / NormalEquations.LANES * NormalEquations.LANES);
      system.matrix[system.index(a, a)] += a < memberCount ? weight : 1;
      system.target[a] = 0;
    }
    return settled;
  }

  /** Copies what belongs to one member and the others up to the four that start at {@code last}. */
  private void copyGramianRow(int member, int last) {
    double[] matrix = system.matrix;
    int row = members[member] * gramianStride;
    int at = system.index(member, 0);
    for (int b = 0; b <= last; b += 4) {
      matrix[at + b] = gramian[row + members[b]];
      matrix[at + b + 1] = gramian[row + members[b + 1]];
      matrix[at + b + 2] = gramian[row + members[b + 2]];
      matrix[at + b + 3] = gramian[row + members[b + 3]];
    }
  }

  private int padOthers() {
    for (int i = 0; i < NormalEquations.LANES; i++) {
      others[otherCount + i] = zeroFactor;
    }
    return NormalEquations.padded(otherCount);
  }

  /** Sets minus half the gradient of the others to what the Gramian adds to it. */
  private void startGradients() {
    for (int i = 0; i < otherCount; i++) {
      int gramianRow = others[i] * gramianStride;
      double sum = 0;
      for (int a = 0; a < system.paddedSize(); a += 4) {
        sum +=
            gramian[gramianRow + members[a]] * solution[a]
                + gramian[gramianRow + members[a + 1]] * solution[a + 1]
                + gramian[gramianRow + members[a + 2]] * solution[a + 2]
                + gramian[gramianRow + members[a + 3]] * solution[a + 3];
      }
      gradients[i] = -sum;
    }
  }

  /** Makes those members whose factor lowers the objective when it leaves zero. */
  private void joinMembers(double weight) {
    double threshold = NonNegativeSolver.TOLERANCE * NonNegativeSolver.TOLERANCE * gain();
    int left = 0;
    for (int i = 0; i < otherCount; i++) {
      int k = others[i];
      double gradient = gradients[i];
      // A lower bound of the diagonal of the normal equations, which are not built for this factor.
      double diagonal = gramian[k * gramianStride + k] + weight;
      if (gradient > 0 && gradient * gradient > threshold * diagonal) {
        members[memberCount++] = k;
      } else {
        others[left++] = k;
      }
    }
    otherCount = left;
  }

  /** By how much the objective is lower at the solution than with all of the row's factors zero. */
  private double gain() {
    double gain = 0;
    for (int a = 0; a < system.paddedSize(); a++) {
      gain += system.target[a] * solution[a];
    }
    return gain;
  }

  /** Writes the solution to {@code own}; returns the row's gain. */
  private double store(float[] own, int first) {
    clear(own, first);
    for (int a = 0; a < memberCount; a++) {
      own[first + members[a]] = (float) solution[a];
    }
    return gain();
  }
}
