package dev.byoml.model.als;

import dev.byoml.model.matrix.CompressedRows;

/**
 * The ratings by rows of either side, with rows and columns at their places in memory. Within a row
 * they keep the original order of columns, so sums over a row are the same whatever the places.
 *
 * @param users places of the users
 * @param resources places of the resources
 * @param byUser one row for each user's place
 * @param byResource one row for each resource's place
 */
record OrderedRatings(
    RowOrder users, RowOrder resources, CompressedRows byUser, CompressedRows byResource) {
  /** What the fast caches hold: above, it pays to bring together what is needed together. */
  private static final long CACHE_BYTES = 4L << 20;

  /**
   * Chooses places and orders the ratings.
   *
   * @param ratings one row for each user
   * @param rank number of factors of each user and resource
   */
  static OrderedRatings of(CompressedRows ratings, int rank, Workers workers) {
    long rows = Math.max(ratings.rowCount(), ratings.columnCount());
    return rows * rank * Float.BYTES <= CACHE_BYTES
        ? unchanged(ratings)
        : ordered(ratings, RowOrder.clustered(ratings), workers);
  }

  /** Leaves everything where it is. */
  static OrderedRatings unchanged(CompressedRows ratings) {
    return new OrderedRatings(
        RowOrder.unchanged(ratings.rowCount()),
        RowOrder.unchanged(ratings.columnCount()),
        ratings,
        ratings.transpose());
  }

  /** Brings the ratings into the given order. */
  static OrderedRatings ordered(CompressedRows ratings, RowOrder.Pair orders, Workers workers) {
    CompressedRows[] sides = new CompressedRows[2];
    workers.run(
        sides.length,
        (worker, side) ->
            sides[side] = side == 0 ? byUser(ratings, orders) : byResource(ratings, orders));
    return new OrderedRatings(orders.users(), orders.resources(), sides[0], sides[1]);
  }

  private static CompressedRows byUser(CompressedRows ratings, RowOrder.Pair orders) {
    RowOrder users = orders.users();
    RowOrder resources = orders.resources();
    int[] offsets = new int[ratings.rowCount() + 1];
    int[] columns = new int[ratings.valueCount()];
    float[] values = new float[ratings.valueCount()];
    int target = 0;
    for (int place = 0; place < users.count(); place++) {
      int row = users.row(place);
      for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
        columns[target] = resources.place(ratings.column(position));
        values[target] = ratings.value(position);
        target++;
      }
      offsets[place + 1] = target;
    }
    return new CompressedRows(ratings.columnCount(), offsets, columns, values);
  }

  private static CompressedRows byResource(CompressedRows ratings, RowOrder.Pair orders) {
    RowOrder users = orders.users();
    RowOrder resources = orders.resources();
    int[] offsets = new int[ratings.columnCount() + 1];
    for (int column : ratings.columns()) {
      offsets[resources.place(column) + 1]++;
    }
    for (int place = 0; place < resources.count(); place++) {
      offsets[place + 1] += offsets[place];
    }
    int[] next = offsets.clone();
    int[] columns = new int[ratings.valueCount()];
    float[] values = new float[ratings.valueCount()];
    for (int row = 0; row < ratings.rowCount(); row++) {
      int userPlace = users.place(row);
      for (int position = ratings.rowStart(row); position < ratings.rowEnd(row); position++) {
        int target = next[resources.place(ratings.column(position))]++;
        columns[target] = userPlace;
        values[target] = ratings.value(position);
      }
    }
    return new CompressedRows(ratings.rowCount(), offsets, columns, values);
  }
}
