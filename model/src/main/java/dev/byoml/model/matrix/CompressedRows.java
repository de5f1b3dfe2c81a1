package dev.byoml.model.matrix;

import static java.util.Objects.requireNonNull;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * A sparse matrix in compressed-row form: for each row the columns that hold a value, ascending,
 * and the values. The arrays are shared, not copied: whoever passes them in does not change them
 * later.
 *
 * <p>Costs 8 bytes for each stored value and 4 bytes for each row.
 */
public final class CompressedRows {
  private final int columnCount;
  private final int[] offsets;
  private final int[] columns;
  private final float[] values;

  /** What {@link #transpose} gave, as long as somebody uses it. */
  private volatile WeakReference<CompressedRows> transposed = new WeakReference<>(null);

  /**
   * Wraps the arrays of a compressed-row matrix.
   *
   * @param columnCount number of columns of the matrix
   * @param offsets for row {@code r} the values stand at {@code offsets[r]} to {@code offsets[r +
   *     1]}; one longer than the number of rows
   * @param columns the column of each value, strictly ascending within a row
   * @param values the values, as many as there are columns entries
   * @throws IllegalArgumentException if the lengths do not fit together
   */
  public CompressedRows(int columnCount, int[] offsets, int[] columns, float[] values) {
    requireNonNull(offsets, "offsets");
    if (columnCount < 0 || offsets.length == 0 || offsets[0] != 0) {
      throw new IllegalArgumentException("offsets must start at 0");
    }
    if (columns.length != values.length || offsets[offsets.length - 1] != values.length) {
      throw new IllegalArgumentException(
          "lengths differ: offsets end at %d, %d columns, %d values"
              .formatted(offsets[offsets.length - 1], columns.length, values.length));
    }
    this.columnCount = columnCount;
    this.offsets = offsets;
    this.columns = columns;
    this.values = values;
  }

  /** Number of rows. */
  public int rowCount() {
    return offsets.length - 1;
  }

  /** Number of columns. */
  public int columnCount() {
    return columnCount;
  }

  /** Number of stored values. */
  public int valueCount() {
    return values.length;
  }

  /** Position of the first value of {@code row}. */
  public int rowStart(int row) {
    return offsets[row];
  }

  /** Position after the last value of {@code row}. */
  public int rowEnd(int row) {
    return offsets[row + 1];
  }

  /** Column of the value at {@code position}. */
  public int column(int position) {
    return columns[position];
  }

  /** The value at {@code position}. */
  public float value(int position) {
    return values[position];
  }

  /** The offsets themselves, for loops that must not call a method; not to be changed. */
  public int[] offsets() {
    return offsets;
  }

  /** The columns themselves, for loops that must not call a method; not to be changed. */
  public int[] columns() {
    return columns;
  }

  /** The values themselves, for loops that must not call a method; not to be changed. */
  public float[] values() {
    return values;
  }

  /**
   * The position of ({@code row}, {@code column}), or a negative number where nothing is stored.
   * Takes the logarithm of the row's length.
   */
  public int position(int row, int column) {
    return Arrays.binarySearch(columns, offsets[row], offsets[row + 1], column);
  }

  /** The same matrix by columns: row {@code c} of the result is column {@code c} of this one. */
  public CompressedRows transpose() {
    CompressedRows known = transposed.get();
    if (known == null) {
      known = transposeAnew();
      transposed = new WeakReference<>(known);
    }
    return known;
  }

  private CompressedRows transposeAnew() {
    int[] transposedOffsets = new int[columnCount + 1];
    for (int column : columns) {
      transposedOffsets[column + 1]++;
    }
    for (int c = 0; c < columnCount; c++) {
      transposedOffsets[c + 1] += transposedOffsets[c];
    }
    int[] next = Arrays.copyOf(transposedOffsets, columnCount);
    int[] transposedColumns = new int[columns.length];
    float[] transposedValues = new float[values.length];
    for (int row = 0; row < rowCount(); row++) {
      for (int position = offsets[row]; position < offsets[row + 1]; position++) {
        int target = next[columns[position]]++;
        transposedColumns[target] = row;
        transposedValues[target] = values[position];
      }
    }
    return new CompressedRows(rowCount(), transposedOffsets, transposedColumns, transposedValues);
  }
}
