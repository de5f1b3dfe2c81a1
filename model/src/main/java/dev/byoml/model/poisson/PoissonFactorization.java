package dev.byoml.model.poisson;

import dev.byoml.model.access.Side;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.InitialFactors;
import dev.byoml.model.matrix.CompressedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/**
 * Poisson factorization with Gamma priors: ratings are taken as draws of a Poisson distribution
 * whose mean is the inner product of non-negative factors. What was never observed is a draw of
 * zero, which costs nothing to account for. Fitted by coordinate ascent on the evidence lower bound
 * (Gopalan, Hofman, Blei: Scalable Recommendation with Hierarchical Poisson Factorization, UAI
 * 2015, here with one fixed rate in place of a rate for each user and resource).
 */
public final class PoissonFactorization {
  private PoissonFactorization() {}

  /**
   * Factorizes a tenant's ratings. Depends on the data and parameters only, not on the number of
   * threads.
   *
   * @param tenant the tenant's id
   * @param users id of each row
   * @param resources id of each column
   * @param ratings positive ratings
   * @param parameters the parameters
   * @param threads how many threads may work, at least 1
   * @return the expected factors, and after each iteration minus the evidence lower bound (but for
   *     a constant), which never rises but by rounding
   */
  public static Factorization factorize(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows ratings,
      PoissonParameters parameters,
      int threads) {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> factorize(tenant, users, resources, ratings, parameters)).join();
    } finally {
      pool.shutdown();
    }
  }

  private static Factorization factorize(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows ratings,
      PoissonParameters parameters) {
    GammaFactors userSide =
        new GammaFactors(ratings, users, initial(tenant, Side.USER, parameters), parameters);
    GammaFactors resourceSide =
        new GammaFactors(
            ratings.transpose(), resources, initial(tenant, Side.RESOURCE, parameters), parameters);
    List<Double> objective = new ArrayList<>();
    for (int iteration = 0; iteration < parameters.iterations(); iteration++) {
      resourceSide.update(userSide);
      userSide.update(resourceSide);
      objective.add(objective(userSide, resourceSide));
      if (isSettled(objective, parameters.tolerance())) {
        break;
      }
    }
    return new Factorization(userSide.means(), resourceSide.means(), objective);
  }

  private static InitialFactors initial(String tenant, Side side, PoissonParameters parameters) {
    return new InitialFactors(parameters.seed(), tenant, side, parameters.rank());
  }

  private static double objective(GammaFactors users, GammaFactors resources) {
    double[] userSums = users.sumsOfMeans();
    double[] resourceSums = resources.sumsOfMeans();
    double expected = 0;
    for (int k = 0; k < userSums.length; k++) {
      expected += userSums[k] * resourceSums[k];
    }
    return expected - users.observed(resources) - users.prior() - resources.prior();
  }

  private static boolean isSettled(List<Double> objective, double tolerance) {
    if (tolerance == 0 || objective.size() < 2) {
      return false;
    }
    double before = objective.get(objective.size() - 2);
    double now = objective.get(objective.size() - 1);
    return before - now < tolerance * Math.abs(before);
  }
}
