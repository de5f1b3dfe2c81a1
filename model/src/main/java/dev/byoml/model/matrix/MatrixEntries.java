package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Some of the entries of a large matrix, on their way to the block they belong to. The arrays are
 * shared, not copied: nobody changes them.
 *
 * @param rows rows that have entries here, ascending
 * @param ends for each of {@code rows} the position after its last entry
 * @param columns the column of each entry, ascending within a row
 * @param values the value of each entry
 * @param counts the number of accesses of each entry; empty where nobody needs it
 * @param firstDays the day of the first of them; empty where nobody needs it
 */
public record MatrixEntries(
    int[] rows, int[] ends, int[] columns, float[] values, int[] counts, int[] firstDays) {
  /**
   * Checks that the values fit together.
   *
   * @throws IllegalArgumentException if sizes differ
   */
  public MatrixEntries {
    requireNonNull(rows, "rows");
    int size = rows.length == 0 ? 0 : ends[rows.length - 1];
    if (ends.length != rows.length
        || columns.length != size
        || values.length != size
        || (counts.length != 0 && counts.length != size)
        || (firstDays.length != 0 && firstDays.length != size)) {
      throw new IllegalArgumentException("the arrays of entries of a matrix differ in size");
    }
  }

  /** Number of entries. */
  public int size() {
    return columns.length;
  }

  /**
   * Entries of some rows of a matrix whose rows and columns are numbered otherwise in the whole.
   * Rows without an entry are left out.
   *
   * @param matrix the entries
   * @param counts number of accesses of each entry of {@code matrix}, or an empty array
   * @param firstDays day of the first of them, or an empty array
   * @param firstRow the first row of {@code matrix} that is taken
   * @param endRow the row after the last that is taken
   * @param rowNumbers for each row of {@code matrix} its number in the whole, ascending
   * @param columnNumbers for each column of {@code matrix} its number in the whole, ascending
   */
  public static MatrixEntries of(
      CompressedRows matrix,
      int[] counts,
      int[] firstDays,
      int firstRow,
      int endRow,
      int[] rowNumbers,
      int[] columnNumbers) {
    int start = matrix.offsets()[firstRow];
    int end = matrix.offsets()[endRow];
    int[] rows = new int[endRow - firstRow];
    int[] ends = new int[endRow - firstRow];
    int count = 0;
    for (int row = firstRow; row < endRow; row++) {
      if (matrix.rowEnd(row) > matrix.rowStart(row)) {
        rows[count] = rowNumbers[row];
        ends[count++] = matrix.rowEnd(row) - start;
      }
    }
    int[] columns = new int[end - start];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = columnNumbers[matrix.column(start + i)];
    }
    return new MatrixEntries(
        Arrays.copyOf(rows, count),
        Arrays.copyOf(ends, count),
        columns,
        Arrays.copyOfRange(matrix.values(), start, end),
        range(counts, start, end),
        range(firstDays, start, end));
  }

  private static int[] range(int[] numbers, int start, int end) {
    return numbers.length == 0 ? numbers : Arrays.copyOfRange(numbers, start, end);
  }
}
