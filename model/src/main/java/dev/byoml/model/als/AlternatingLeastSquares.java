package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;
import java.util.List;

/** Factorizes one tenant's ratings in memory, with all cores of the machine. */
public final class AlternatingLeastSquares {
  private AlternatingLeastSquares() {}

  /**
   * Factorizes {@code ratings}. The result depends on nothing but the arguments: any number of
   * threads gives the same bits.
   *
   * @param tenant the tenant's id; enters the initial factors
   * @param users ids of the rows of {@code ratings}; enter the initial factors
   * @param resources ids of the columns
   * @param ratings positive ratings, one row for each user
   * @param parameters rank, iterations and weights
   * @param threads number of threads to use, at least 1
   * @return the factors of both sides and the objective of each iteration
   */
  public static Factorization factorize(
      String tenant,
      List<String> users,
      List<String> resources,
      CompressedRows ratings,
      AlsParameters parameters,
      int threads) {
    throw new IllegalStateException("engine under construction");
  }
}
