package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.Affinity;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Describes users and resources by the company they keep: the factors behind {@link
 * Affinity#NEIGHBOURHOOD}.
 *
 * <p>Starting from the directions of the factorized resources, three averages are taken in turn,
 * each scaled to length 1: users as the weighted mean of their resources, resources as the mean of
 * their users, and users once more as the weighted mean of their resources. A resource weighs
 * {@code ln(1 + all users / its users)}, an inverse document frequency (Spärck Jones 1972): what
 * few people touch says more about them than what everybody does.
 *
 * <p>One odd access hardly moves an average, and factors that the factorization could spend on the
 * habits of a single user lose their pull. Takes time in proportion to accesses times rank.
 *
 * @param users the averaged factors of the users, row after row
 * @param resources the averaged factors of the resources
 */
record Neighbourhoods(double[] users, double[] resources) {

  /**
   * Averages in double precision.
   *
   * @param accesses one row for each user, one column for each resource
   * @param resources the factors of the columns of {@code accesses}
   * @return rows of length 1, or of zeros where no neighbour has a direction
   */
  static Neighbourhoods of(CompressedRows accesses, Factors resources) {
    CompressedRows byResource = accesses.transpose();
    double[] even = new double[accesses.rowCount()];
    Arrays.fill(even, 1);
    double[] rarity = new double[accesses.columnCount()];
    for (int resource = 0; resource < rarity.length; resource++) {
      int users = byResource.rowEnd(resource) - byResource.rowStart(resource);
      rarity[resource] = StrictMath.log1p((double) accesses.rowCount() / users);
    }
    int rank = resources.rank();
    double[] users = means(accesses, directions(rank, resources.toDoubles()), rank, rarity);
    double[] averaged = means(byResource, users, rank, even);
    return new Neighbourhoods(means(accesses, averaged, rank, rarity), averaged);
  }

  /**
   * The same averages of random directions instead of factorized ones: a sketch of who is near
   * whom, for algorithms that find no factors (Chen et al., Fast and Accurate Network Embeddings
   * via Very Sparse Random Projection, CIKM 2019).
   *
   * @param accesses who touched what
   * @param rank length of the rows
   * @param seed decides the directions
   */
  static Factorization sketch(AccessMatrix accesses, int rank, long seed) {
    double[] signs = new double[Math.multiplyExact(accesses.resources().size(), rank)];
    for (int resource = 0; resource < accesses.resources().size(); resource++) {
      long hash = SplitMix64.of(SplitMix64.mix(seed), accesses.resources().get(resource));
      for (int k = 0; k < rank; k++) {
        signs[resource * rank + k] = SplitMix64.of(hash, k) < 0 ? -1 : 1;
      }
    }
    Neighbourhoods averages = of(accesses.likelihoods(), Factors.rounded(rank, signs));
    return new Factorization(
        Factors.rounded(rank, averages.users),
        Factors.rounded(rank, averages.resources),
        List.of());
  }

  /**
   * For each row the direction of the weighted sum of its columns' factors. Rows are shared out
   * among the threads; each is summed up by one, in the order of its columns.
   */
  private static double[] means(CompressedRows rows, double[] factors, int rank, double[] weights) {
    double[] sums = new double[Math.multiplyExact(rows.rowCount(), rank)];
    IntStream each = IntStream.range(0, rows.rowCount());
    (rows.valueCount() > TenantModelFactory.MOST_OF_ONE_THREAD ? each.parallel() : each)
        .forEach(
            row -> {
              for (int position = rows.rowStart(row); position < rows.rowEnd(row); position++) {
                int column = rows.column(position);
                add(weights[column], factors, column * rank, sums, row * rank, rank);
              }
            });
    return directions(rank, sums);
  }

  private static void add(
      double weight, double[] factors, int from, double[] sums, int to, int count) {
    for (int k = 0; k < count; k++) {
      sums[to + k] += weight * factors[from + k];
    }
  }

  /** Scales each row to length 1, in place; rows of zeros stay. */
  static double[] directions(int rank, double[] rows) {
    for (int start = 0; start < rows.length; start += rank) {
      double length = length(rank, rows, start);
      for (int k = start; length > 0 && k < start + rank; k++) {
        rows[k] /= length;
      }
    }
    return rows;
  }

  /** The length of the row that begins at {@code start}. */
  static double length(int rank, double[] rows, int start) {
    double squares = 0;
    for (int k = start; k < start + rank; k++) {
      squares += rows[k] * rows[k];
    }
    return Math.sqrt(squares);
  }
}
