package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;
import java.util.Arrays;

/**
 * In which order the rows of one side stand in memory. It changes no result: it only decides how
 * far apart the factors lie that are needed together.
 */
final class RowOrder {
  private static final int ROUNDS = 3;

  private final int[] places;
  private final int[] rows;

  private RowOrder(int[] rows) {
    this.rows = rows;
    places = new int[rows.length];
    for (int place = 0; place < rows.length; place++) {
      places[rows[place]] = place;
    }
  }

  /** The orders of the two sides of a matrix. */
  record Pair(RowOrder users, RowOrder resources) {}

  /** Every row at its own number. */
  static RowOrder unchanged(int count) {
    int[] rows = new int[count];
    Arrays.setAll(rows, row -> row);
    return new RowOrder(rows);
  }

  /**
   * Orders that put users who share resources, and resources that share users, close together.
   *
   * <p>Each resource starts with a random number. In each round a user gets the mean of its
   * resources, and a resource the mean of its users. Soon the numbers of a community differ little
   * from each other, but still from those of other communities; sorting by them brings it together.
   * (That is a few steps of the power method for the matrix' second singular vectors.)
   */
  static Pair clustered(CompressedRows ratings) {
    int users = ratings.rowCount();
    int resources = ratings.columnCount();
    int[] offsets = ratings.offsets();
    int[] columns = ratings.columns();
    double[] userNumbers = new double[users];
    double[] resourceNumbers = new double[resources];
    double[] sums = new double[resources];
    int[] counts = new int[resources];
    for (int column : columns) {
      counts[column]++;
    }
    for (int resource = 0; resource < resources; resource++) {
      resourceNumbers[resource] = Hash.uniform(Hash.mix(resource));
    }
    for (int round = 0; round < ROUNDS; round++) {
      Arrays.fill(sums, 0);
      for (int user = 0; user < users; user++) {
        int start = offsets[user];
        int end = offsets[user + 1];
        double sum = 0;
        for (int position = start; position < end; position++) {
          sum += resourceNumbers[columns[position]];
        }
        double mean = sum / Math.max(1, end - start);
        userNumbers[user] = mean;
        for (int position = start; position < end; position++) {
          sums[columns[position]] += mean;
        }
      }
      for (int resource = 0; resource < resources; resource++) {
        resourceNumbers[resource] = sums[resource] / Math.max(1, counts[resource]);
      }
    }
    return new Pair(sorted(userNumbers), sorted(resourceNumbers));
  }

  /** Rows by ascending number, ties in their own order. */
  private static RowOrder sorted(double[] numbers) {
    double smallest = Arrays.stream(numbers).min().orElse(0);
    double largest = Arrays.stream(numbers).max().orElse(0);
    double scale = largest > smallest ? Integer.MAX_VALUE / (largest - smallest) : 0;
    long[] keys = new long[numbers.length];
    for (int row = 0; row < keys.length; row++) {
      keys[row] = (long) ((numbers[row] - smallest) * scale) << 32 | row;
    }
    Arrays.sort(keys);
    int[] rows = new int[keys.length];
    for (int place = 0; place < rows.length; place++) {
      rows[place] = (int) keys[place];
    }
    return new RowOrder(rows);
  }

  /** Where {@code row} stands. */
  int place(int row) {
    return places[row];
  }

  /** Which row stands at {@code place}. */
  int row(int place) {
    return rows[place];
  }

  /** Number of rows. */
  int count() {
    return rows.length;
  }
}
