package dev.byoml.model.als;

import dev.byoml.model.als.InitialFactors.Side;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.matrix.MatrixBlock;
import java.util.List;

/**
 * Factorizes block by block: what {@link AlternatingLeastSquares} does in one memory, cut into
 * steps that need one block of ratings and the factors of both sides. All blocks together go
 * through the same numbers, whatever their number.
 *
 * <p>Both sides start with {@link #initialBlock}. An iteration solves each block of the resources,
 * and then, with their new factors, each block of the users. After the last, {@link #finish} gives
 * the result. Once the tolerance is reached, the steps that are left pass the factors on as they
 * are.
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
   * The factors that a block starts with.
   *
   * @param side the side the block is of
   * @param tenant the tenant's id
   * @param ids ids of all rows of the side
   * @param ratings the block's ratings
   */
  public FactorBlock initialBlock(Side side, String tenant, List<String> ids, MatrixBlock ratings) {
    int rank = parameters.rank();
    int rows = ratings.rowCount();
    float[] factors = new float[Math.multiplyExact(rows, rank)];
    InitialFactors initial = new InitialFactors(parameters.seed(), tenant, side, rank);
    for (int row = 0; row < rows; row++) {
      initial.fill(ids.get(ratings.firstRow() + row), factors, row * rank);
    }
    CompressedRows values = ratings.values();
    double[] constants = new double[rows];
    if (side == Side.USER) {
      for (int row = 0; row < rows; row++) {
        constants[row] = Objective.constant(values, row, parameters);
      }
    }
    return block(ratings, factors, constants, null);
  }

  /**
   * Solves a block of resources, or hands it on if the factorization has finished.
   *
   * @param ratings the block's ratings, one row for each resource
   * @param resources the resources before
   * @param users the users, solved after {@code resources} were
   */
  public FactorBlock solveResources(
      MatrixBlock ratings, GatheredSide resources, GatheredSide users) {
    return solve(Side.RESOURCE, ratings, resources, users, progress(resources, users));
  }

  /**
   * Solves a block of users, or hands it on if the factorization has finished.
   *
   * @param ratings the block's ratings, one row for each user
   * @param users the users before
   * @param resources the resources, solved after {@code users} were
   */
  public FactorBlock solveUsers(MatrixBlock ratings, GatheredSide users, GatheredSide resources) {
    return solve(Side.USER, ratings, users, resources, resources.progress());
  }

  /**
   * The result.
   *
   * @param users the users of the last iteration
   * @param resources the resources of the last iteration
   */
  public Factorization finish(GatheredSide users, GatheredSide resources) {
    return new Factorization(
        users.toFactors(), resources.toFactors(), progress(resources, users).objective());
  }

  private FactorizationProgress progress(GatheredSide resources, GatheredSide users) {
    return resources.progress() == null
        ? FactorizationProgress.started(users.sum())
        : resources.progress().after(users.sum(), resources.sum(), parameters);
  }

  private FactorBlock solve(
      Side side,
      MatrixBlock ratings,
      GatheredSide own,
      GatheredSide other,
      FactorizationProgress progress) {
    FactorBlock before = own.block(ratings.firstRow());
    if (progress.finished()) {
      return before.at(progress);
    }
    float[] factors = before.factors().clone();
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
    return block(ratings, factors, rowValues, progress);
  }

  private FactorBlock block(
      MatrixBlock ratings, float[] factors, double[] rowValues, FactorizationProgress progress) {
    int rank = parameters.rank();
    int rows = ratings.rowCount();
    int chunks = Gramian.chunkCount(rows);
    double[] gramians = new double[parameters.implicit() ? chunks * rank * rank : 0];
    double[] sums = new double[chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = chunk * Gramian.CHUNK_ROWS;
      int end = Math.min(rows, first + Gramian.CHUNK_ROWS);
      if (parameters.implicit()) {
        double[] partial = Gramian.partial(factors, rank, first, end);
        System.arraycopy(partial, 0, gramians, chunk * partial.length, partial.length);
      }
      sums[chunk] = Objective.partialSum(first, end, row -> rowValues[row]);
    }
    return new FactorBlock(ratings.firstRow(), rank, factors, gramians, sums, progress);
  }
}
