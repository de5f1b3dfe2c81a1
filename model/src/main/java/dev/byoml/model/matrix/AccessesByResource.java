package dev.byoml.model.matrix;

/**
 * The accesses of an access matrix in the order of their resources. For each resource its users
 * stand ascending, each with the position of the access in the matrix itself, where its count and
 * likelihood are found.
 *
 * <p>Costs 8 bytes for each access and 4 bytes for each resource.
 */
public final class AccessesByResource {
  private final int[] offsets;
  private final int[] users;
  private final int[] positions;

  private AccessesByResource(int[] offsets, int[] users, int[] positions) {
    this.offsets = offsets;
    this.users = users;
    this.positions = positions;
  }

  /**
   * Arranges the accesses of a matrix by resource.
   *
   * @param accesses one row for each user, one column for each resource
   */
  public static AccessesByResource of(CompressedRows accesses) {
    int[] offsets = new int[accesses.columnCount() + 1];
    for (int resource : accesses.columns()) {
      offsets[resource + 1]++;
    }
    for (int resource = 0; resource < accesses.columnCount(); resource++) {
      offsets[resource + 1] += offsets[resource];
    }
    int[] next = offsets.clone();
    int[] users = new int[accesses.valueCount()];
    int[] positions = new int[accesses.valueCount()];
    for (int user = 0; user < accesses.rowCount(); user++) {
      for (int position = accesses.rowStart(user); position < accesses.rowEnd(user); position++) {
        int target = next[accesses.column(position)]++;
        users[target] = user;
        positions[target] = position;
      }
    }
    return new AccessesByResource(offsets, users, positions);
  }

  /** Number of users who touched {@code resource}. */
  public int userCount(int resource) {
    return offsets[resource + 1] - offsets[resource];
  }

  /** The {@code i}-th user of {@code resource}, from 0 to {@link #userCount(int)} - 1. */
  public int user(int resource, int i) {
    return users[offsets[resource] + i];
  }

  /** Where the access of the {@code i}-th user of {@code resource} stands in the matrix. */
  public int position(int resource, int i) {
    return positions[offsets[resource] + i];
  }
}
