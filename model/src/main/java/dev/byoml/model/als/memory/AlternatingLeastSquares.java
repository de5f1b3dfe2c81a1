package dev.byoml.model.als.memory;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.FactorizationProgress;
import dev.byoml.model.als.InitialFactors;
import dev.byoml.model.als.WarmStart;
import dev.byoml.model.als.kernel.ComplementSampler;
import dev.byoml.model.als.kernel.HalfStep;
import dev.byoml.model.matrix.CompressedRows;
import java.util.List;

/**
 * Factorizes one tenant's ratings in memory, with all cores of the machine.
 *
 * <p>While it runs it holds, besides the matrix it was given (8 bytes for each rating), the ratings
 * by resources (8 bytes), and for each user and resource 4 bytes a factor and 12 bytes more.
 */
public final class AlternatingLeastSquares {
  private AlternatingLeastSquares() {}

  /**
   * Factorizes {@code ratings}, together with the complement set if they are explicit. The result
   * depends on nothing but the arguments: any number of threads gives the same bits. In each
   * iteration the resources are solved first, then the users.
   *
   * @param tenant the tenant's id; enters the initial factors
   * @param users ids of the rows of {@code ratings}; enter the initial factors
   * @param resources ids of the columns
   * @param ratings positive ratings, one row for each user
   * @param parameters rank, iterations and weights
   * @param threads number of threads to use, at least 1
   * @return the factors of both sides and the objective of each iteration
   * @throws IllegalArgumentException if the ids do not fit the matrix, there is no thread, or one
   *     side has more than 2^31 factors
   */
  public static Factorization factorize(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows ratings,
      AlsParameters parameters,
      int threads) {
    return factorize(tenant, users, resources, ratings, parameters, threads, WarmStart.NONE);
  }

  /**
   * The same from factors that were found before.
   *
   * @param start factors of users; others start as they do without it
   * @throws IllegalArgumentException if they have another rank
   */
  public static Factorization factorize(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows ratings,
      AlsParameters parameters,
      int threads,
      WarmStart start) {
    if (users.size() != ratings.rowCount() || resources.size() != ratings.columnCount()) {
      throw new IllegalArgumentException(
          "%d users and %d resources do not fit a matrix of %d rows and %d columns"
              .formatted(
                  users.size(), resources.size(), ratings.rowCount(), ratings.columnCount()));
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    CompressedRows fitted =
        parameters.implicit() || parameters.complementFactor() == 0
            ? ratings
            : new ComplementSampler(tenant, parameters).addTo(ratings);
    try (Workers workers = new Workers(threads)) {
      FactorSide userSide = new FactorSide(fitted, parameters);
      userSide.start(
          users,
          new InitialFactors(parameters.seed(), tenant, Side.USER, parameters.rank())
              .startingAt(start));
      FactorSide resourceSide = new FactorSide(fitted.transpose(), parameters);
      List<Double> objective = iterate(userSide, resourceSide, parameters, workers);
      return new Factorization(userSide.factors(), resourceSide.factors(), objective);
    }
  }

  private static List<Double> iterate(
      FactorSide users, FactorSide resources, AlsParameters parameters, Workers workers) {
    HalfStep[] steps = new HalfStep[workers.count()];
    for (int worker = 0; worker < steps.length; worker++) {
      steps[worker] = new HalfStep(parameters);
    }
    FactorizationProgress progress = FactorizationProgress.started(users.constant(workers));
    while (!progress.finished()) {
      resources.solve(users, steps, workers);
      double gain = users.solve(resources, steps, workers);
      progress = progress.after(gain, resources.penalty(workers), parameters);
    }
    return progress.objective();
  }
}
