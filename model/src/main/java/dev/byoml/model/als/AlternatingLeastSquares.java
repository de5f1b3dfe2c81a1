package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Factorizes one tenant's ratings in memory, with all cores of the machine. */
public final class AlternatingLeastSquares {
  private static final int RANGE_ROWS = 256;

  private AlternatingLeastSquares() {}

  /**
   * Factorizes {@code ratings}. The result depends on nothing but the arguments: any number of
   * threads gives the same bits. In each iteration the resources are solved first, then the users.
   *
   * @param tenant the tenant's id; enters the initial factors
   * @param users ids of the rows of {@code ratings}; enter the initial factors
   * @param resources ids of the columns; enter the initial factors
   * @param ratings positive ratings, one row for each user
   * @param parameters rank, iterations and weights
   * @param threads number of threads to use, at least 1
   * @return the factors of both sides and the objective of each iteration
   * @throws IllegalArgumentException if the ids do not fit the matrix or there is no thread
   */
  public static Factorization factorize(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows ratings,
      AlsParameters parameters,
      int threads) {
    if (users.size() != ratings.rowCount() || resources.size() != ratings.columnCount()) {
      throw new IllegalArgumentException(
          "%d users and %d resources do not fit a matrix of %d rows and %d columns"
              .formatted(
                  users.size(), resources.size(), ratings.rowCount(), ratings.columnCount()));
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    int rank = parameters.rank();
    CompressedRows transposed = ratings.transpose();
    Factors left =
        new InitialFactors(parameters.seed(), tenant, InitialFactors.Side.USER, rank).of(users);
    Factors right =
        new InitialFactors(parameters.seed(), tenant, InitialFactors.Side.RESOURCE, rank)
            .of(resources);
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      List<Double> objective = new ArrayList<>();
      for (int iteration = 0; iteration < parameters.iterations(); iteration++) {
        solve(pool, threads, transposed, left, right, parameters);
        solve(pool, threads, ratings, right, left, parameters);
        double value = Objective.of(ratings, transposed, left, right, parameters);
        objective.add(value);
        if (iteration > 0
            && objective.get(iteration - 1) - value
                < parameters.tolerance() * objective.get(iteration - 1)) {
          break;
        }
      }
      return new Factorization(left, right, objective);
    } finally {
      pool.shutdown();
    }
  }

  private static void solve(
      ForkJoinPool pool,
      int threads,
      CompressedRows ratings,
      Factors other,
      Factors own,
      AlsParameters parameters) {
    double[] gramian = Gramian.of(other);
    AtomicInteger next = new AtomicInteger();
    Runnable worker =
        () -> {
          HalfStep step = new HalfStep(parameters);
          for (int first = next.getAndAdd(RANGE_ROWS);
              first < ratings.rowCount();
              first = next.getAndAdd(RANGE_ROWS)) {
            step.solve(
                ratings,
                first,
                Math.min(ratings.rowCount(), first + RANGE_ROWS),
                other.values(),
                gramian,
                own.values());
          }
        };
    IntStream.range(0, threads)
        .mapToObj(i -> pool.submit(worker))
        .toList()
        .forEach(java.util.concurrent.ForkJoinTask::join);
  }
}
