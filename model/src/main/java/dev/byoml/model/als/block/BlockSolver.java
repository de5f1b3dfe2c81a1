package dev.byoml.model.als.block;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.InitialFactors;
import dev.byoml.model.als.WarmStart;
import dev.byoml.model.als.kernel.Gramian;
import dev.byoml.model.als.kernel.HalfStep;
import dev.byoml.model.als.kernel.Objective;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.matrix.MatrixBlock;
import java.util.List;

/**
 * Factorizes block by block: what {@link AlternatingLeastSquares} does in one memory, cut into
 * steps that need one block of ratings and the factors of both sides. All blocks together go
 * through the same numbers, whatever their number.
 *
 * <p>The users start with {@link #initialBlock}. An iteration solves each block of the resources,
 * and then, with their new factors, each block of the users; each step needs the outcome of the
 * step before and of no other. After the last, {@link #finish} gives the result. Once the tolerance
 * is reached, the steps that are left pass the factors on as they are.
 *
 * <p>One instance serves one thread at a time.
 */
public final class BlockSolver {
  private final AlsParameters parameters;
  private final HalfStep step;

  /** A solver of the factorization that {@code parameters} describe. */
  public BlockSolver(AlsParameters parameters) {
    this.parameters = parameters;
    this.step = new HalfStep(parameters);
  }

  /**
   * The factors that a block of users starts with.
   *
   * @param tenant the tenant's id
   * @param users ids of all users
   * @param ratings the block's ratings
   * @param start factors of users that were found before
   */
  public FactorBlock initialBlock(
      String tenant, List<String> users, MatrixBlock ratings, WarmStart start) {
    int rank = parameters.rank();
    int rows = ratings.rowCount();
    float[] factors = new float[Math.multiplyExact(rows, rank)];
    InitialFactors initial =
        new InitialFactors(parameters.seed(), tenant, Side.USER, rank).startingAt(start);
    double[] constants = new double[rows];
    for (int row = 0; row < rows; row++) {
      initial.fill(users.get(ratings.firstRow() + row), factors, row * rank);
      constants[row] = Objective.constant(ratings.values(), row, parameters);
    }
    return block(ratings, factors, constants, null, null);
  }

  /**
   * Solves a block of resources, or hands it on if the factorization has finished.
   *
   * @param ratings the block's ratings, one row for each resource
   * @param users the users as they were solved last
   */
  public FactorBlock solveResources(MatrixBlock ratings, GatheredSide users) {
    return solve(Side.RESOURCE, ratings, users, progress(users));
  }

  /**
   * Solves a block of users, or hands it on if the factorization has finished.
   *
   * @param ratings the block's ratings, one row for each user
   * @param resources the resources as they were solved last
   */
  public FactorBlock solveUsers(MatrixBlock ratings, GatheredSide resources) {
    return solve(Side.USER, ratings, resources, resources.progress());
  }

  /**
   * The result.
   *
   * @param users the users of the last iteration
   * @param resources the resources of the last iteration
   */
  public Factorization finish(GatheredSide users, GatheredSide resources) {
    return new Factorization(users.toFactors(), resources.toFactors(), progress(users).objective());
  }

  /** After the iteration in which {@code users} were solved. */
  private FactorizationProgress progress(GatheredSide users) {
    return users.progress() == null
        ? FactorizationProgress.started(users.sum())
        : users.progress().after(users.sum(), users.otherFormerly().sum(), parameters);
  }

  private FactorBlock solve(
      Side side, MatrixBlock ratings, GatheredSide other, FactorizationProgress progress) {
    PreviousFactors otherFormerly =
        ratings.firstRow() == 0 ? other.toFormer(parameters.tolerance() > 0) : null;
    if (progress.finished()) {
      return formerBlock(ratings, other).at(progress, otherFormerly);
    }
    float[] factors = formerFactors(ratings, other);
    double[] rowValues = new double[ratings.rowCount()];
    step.solve(
        ratings.values(),
        0,
        ratings.rowCount(),
        other.factors(),
        parameters.implicit() ? other.gramian() : new double[0],
        factors,
        rowValues);
    if (side == Side.RESOURCE) {
      Objective.penalties(ratings.values(), 0, ratings.rowCount(), factors, parameters, rowValues);
    }
    return block(ratings, factors, rowValues, progress, otherFormerly);
  }

  /** The factors before, as far as their signs go, in a new array. */
  private float[] formerFactors(MatrixBlock ratings, GatheredSide other) {
    int count = Math.multiplyExact(ratings.rowCount(), parameters.rank());
    PreviousFactors former = other.otherFormerly();
    if (former == null) {
      return new float[count];
    }
    return former.blocks().isEmpty()
        ? former.signs(Math.multiplyExact(ratings.firstRow(), parameters.rank()), count)
        : formerBlock(ratings, other).factors().clone();
  }

  private static FactorBlock formerBlock(MatrixBlock ratings, GatheredSide other) {
    return other.otherFormerly().blocks().stream()
        .filter(block -> block.firstRow() == ratings.firstRow())
        .findFirst()
        .orElseThrow();
  }

  private FactorBlock block(
      MatrixBlock ratings,
      float[] factors,
      double[] rowValues,
      FactorizationProgress progress,
      PreviousFactors otherFormerly) {
    int rank = parameters.rank();
    int rows = ratings.rowCount();
    int chunkRows = Gramian.chunkRows(ratings.matrixRows());
    int chunks = (rows + chunkRows - 1) / chunkRows;
    double[] gramians = new double[parameters.implicit() ? chunks * rank * rank : 0];
    double[] sums = new double[chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = chunk * chunkRows;
      int end = Math.min(rows, first + chunkRows);
      if (parameters.implicit()) {
        double[] partial = step.partialGramian(factors, first, end);
        System.arraycopy(partial, 0, gramians, chunk * partial.length, partial.length);
      }
      sums[chunk] = Objective.partialSum(first, end, row -> rowValues[row]);
    }
    return new FactorBlock(
        ratings.firstRow(), rank, factors, gramians, sums, progress, otherFormerly);
  }
}
