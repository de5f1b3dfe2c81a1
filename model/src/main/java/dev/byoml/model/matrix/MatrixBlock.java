package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Consecutive rows of a large matrix, complete. The arrays are shared, not copied: nobody changes
 * them.
 *
 * @param firstRow number of the first row in the whole matrix
 * @param matrixRows number of rows of the whole matrix
 * @param values the rows, with all columns of the whole matrix
 * @param counts the number of accesses of each value; empty where nobody needs it
 * @param firstDays the day of the first of them; empty where nobody needs it
 */
public record MatrixBlock(
    int firstRow, int matrixRows, CompressedRows values, int[] counts, int[] firstDays) {
  /**
   * Checks that the values fit together.
   *
   * @throws IllegalArgumentException if sizes differ
   */
  public MatrixBlock {
    requireNonNull(values, "values");
    if ((counts.length != 0 && counts.length != values.valueCount())
        || (firstDays.length != 0 && firstDays.length != values.valueCount())) {
      throw new IllegalArgumentException("the arrays of a block of a matrix differ in size");
    }
  }

  /** Rows of which nobody needs the days. */
  public MatrixBlock(int firstRow, int matrixRows, CompressedRows values, int[] counts) {
    this(firstRow, matrixRows, values, counts, new int[0]);
  }

  /** Number of rows. */
  public int rowCount() {
    return values.rowCount();
  }

  /** The same rows with other values and without counts and days. */
  public MatrixBlock withValues(CompressedRows values) {
    return new MatrixBlock(firstRow, matrixRows, values, new int[0]);
  }

  /**
   * Puts a block together.
   *
   * @param firstRow number of the first row in the whole matrix
   * @param endRow number of the row after the last
   * @param matrixRows number of rows of the whole matrix
   * @param columnCount number of columns of the whole matrix
   * @param entries all entries of these rows, in any order; where two hold entries of one row, one
   *     of them has only lower columns than the other
   * @throws IllegalArgumentException if an entry does not belong here or is there twice
   */
  public static MatrixBlock of(
      int firstRow, int endRow, int matrixRows, int columnCount, Iterable<MatrixEntries> entries) {
    List<MatrixEntries> ordered = new ArrayList<>();
    int[] offsets = new int[endRow - firstRow + 1];
    boolean counted = false;
    boolean dated = false;
    for (MatrixEntries some : entries) {
      if (some.size() > 0) {
        ordered.add(some);
        counted |= some.counts().length > 0;
        dated |= some.firstDays().length > 0;
        int start = 0;
        for (int i = 0; i < some.rows().length; i++) {
          offsets[some.rows()[i] - firstRow + 1] += some.ends()[i] - start;
          start = some.ends()[i];
        }
      }
    }
    for (int row = 0; row < endRow - firstRow; row++) {
      offsets[row + 1] = Math.addExact(offsets[row + 1], offsets[row]);
    }
    ordered.sort(Comparator.comparingInt(some -> some.columns()[0]));
    int[] next = offsets.clone();
    int size = offsets[endRow - firstRow];
    int[] columns = new int[size];
    float[] values = new float[size];
    int[] counts = new int[counted ? size : 0];
    int[] firstDays = new int[dated ? size : 0];
    for (MatrixEntries some : ordered) {
      int start = 0;
      for (int i = 0; i < some.rows().length; i++) {
        int row = some.rows()[i] - firstRow;
        int length = some.ends()[i] - start;
        System.arraycopy(some.columns(), start, columns, next[row], length);
        System.arraycopy(some.values(), start, values, next[row], length);
        if (counted) {
          System.arraycopy(some.counts(), start, counts, next[row], length);
        }
        if (dated) {
          System.arraycopy(some.firstDays(), start, firstDays, next[row], length);
        }
        next[row] += length;
        start = some.ends()[i];
      }
    }
    requireAscending(offsets, columns);
    return new MatrixBlock(
        firstRow,
        matrixRows,
        new CompressedRows(columnCount, offsets, columns, values),
        counts,
        firstDays);
  }

  private static void requireAscending(int[] offsets, int[] columns) {
    for (int row = 0; row + 1 < offsets.length; row++) {
      for (int position = offsets[row] + 1; position < offsets[row + 1]; position++) {
        if (columns[position] <= columns[position - 1]) {
          throw new IllegalArgumentException("the columns of a block are not in order");
        }
      }
    }
  }

  /**
   * Puts a tenant's accesses together.
   *
   * @param tenant the tenant's id
   * @param ids ids of the tenant's users and resources
   * @param blocks all blocks, in any order, with counts
   * @throws IllegalArgumentException if a block is missing
   */
  public static AccessMatrix join(String tenant, TenantIds ids, Iterable<MatrixBlock> blocks) {
    List<MatrixBlock> ordered = new ArrayList<>();
    boolean dated = true;
    int size = 0;
    for (MatrixBlock block : blocks) {
      ordered.add(block);
      dated &= block.firstDays().length == block.values().valueCount();
      size = Math.addExact(size, block.values().valueCount());
    }
    ordered.sort(Comparator.comparingInt(MatrixBlock::firstRow));
    int[] offsets = new int[ids.users().size() + 1];
    int[] columns = new int[size];
    float[] likelihoods = new float[size];
    int[] counts = new int[size];
    int[] firstDays = new int[dated ? size : 0];
    int nextRow = 0;
    int position = 0;
    for (MatrixBlock block : ordered) {
      if (block.firstRow() != nextRow) {
        throw new IllegalArgumentException("rows are missing before row " + block.firstRow());
      }
      CompressedRows values = block.values();
      for (int row = 0; row < block.rowCount(); row++) {
        offsets[++nextRow] = position + values.rowEnd(row);
      }
      System.arraycopy(values.columns(), 0, columns, position, values.valueCount());
      System.arraycopy(values.values(), 0, likelihoods, position, values.valueCount());
      System.arraycopy(block.counts(), 0, counts, position, values.valueCount());
      if (dated) {
        System.arraycopy(block.firstDays(), 0, firstDays, position, values.valueCount());
      }
      position += values.valueCount();
    }
    return new AccessMatrix(
        tenant,
        ids.users(),
        ids.resources(),
        new CompressedRows(ids.resources().size(), offsets, columns, likelihoods),
        counts,
        firstDays);
  }
}
