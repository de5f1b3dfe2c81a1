package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.Directions;
import java.util.Arrays;

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
 */
final class Neighbourhoods {
  private Neighbourhoods() {}

  /**
   * The averaged factors.
   *
   * @param accesses one row for each user, one column for each resource
   * @param factorization the factors of {@code accesses}
   * @return rows of length 1, or of zeros where no neighbour has a direction; the same objective
   */
  static Factorization of(CompressedRows accesses, Factorization factorization) {
    CompressedRows byResource = accesses.transpose();
    double[] even = new double[accesses.rowCount()];
    Arrays.fill(even, 1);
    double[] rarity = new double[accesses.columnCount()];
    for (int resource = 0; resource < rarity.length; resource++) {
      int users = byResource.rowEnd(resource) - byResource.rowStart(resource);
      rarity[resource] = StrictMath.log1p((double) accesses.rowCount() / users);
    }
    Factors users = means(accesses, directions(factorization.resources()), rarity);
    Factors resources = means(byResource, users, even);
    users = means(accesses, resources, rarity);
    return new Factorization(users, resources, factorization.objective());
  }

  /** For each row the direction of the weighted sum of its columns' factors. */
  private static Factors means(CompressedRows rows, Factors columns, double[] weights) {
    int rank = columns.rank();
    double[] factors = columns.values();
    double[] sums = new double[Math.multiplyExact(rows.rowCount(), rank)];
    for (int row = 0; row < rows.rowCount(); row++) {
      for (int position = rows.rowStart(row); position < rows.rowEnd(row); position++) {
        int column = rows.column(position);
        for (int k = 0; k < rank; k++) {
          sums[row * rank + k] += weights[column] * factors[column * rank + k];
        }
      }
    }
    return directions(new Factors(rank, sums));
  }

  private static Factors directions(Factors factors) {
    Directions directions = new Directions(factors);
    int rank = factors.rank();
    double[] values = factors.values().clone();
    for (int row = 0; row < factors.rowCount(); row++) {
      for (int k = row * rank; directions.has(row) && k < (row + 1) * rank; k++) {
        values[k] /= directions.length(row);
      }
    }
    return new Factors(rank, values);
  }
}
