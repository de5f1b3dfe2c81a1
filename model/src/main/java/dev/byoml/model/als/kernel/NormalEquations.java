package dev.byoml.model.als.kernel;

/**
 * A symmetric system {@code matrix · x = target}, as large as it is needed. Rows are taken in fours
 * by the solvers; those that only fill up the last four are rows of the identity.
 */
final class NormalEquations {
  /** Number of rows that are solved together. */
  static final int LANES = 4;

  /** Lower triangle by rows, {@link #stride} apart. */
  final double[] matrix;

  /** Right-hand sides. */
  final double[] target;

  /** Distance from one row of the matrix to the next. */
  final int stride;

  private int size;

  /** Room for {@code capacity} unknowns, none yet. */
  NormalEquations(int capacity) {
    stride = padded(capacity);
    matrix = new double[stride * stride];
    target = new double[stride];
  }

  /** The next multiple of {@link #LANES}. */
  static int padded(int size) {
    return (size + LANES - 1) / LANES * LANES;
  }

  /** Number of unknowns. */
  int size() {
    return size;
  }

  /** Number of unknowns and of rows that fill up. */
  int paddedSize() {
    return padded(size);
  }

  /** Position in {@link #matrix} of an entry on or below the diagonal. */
  int index(int row, int column) {
    return row * stride + column;
  }

  /** An entry of the symmetric matrix, on either side of the diagonal. */
  double entry(int row, int column) {
    return row >= column ? matrix[index(row, column)] : matrix[index(column, row)];
  }

  /** Sets the number of unknowns; the caller sets all rows up to the padded size. */
  void resize(int newSize) {
    size = newSize;
  }

  /**
   * Becomes those rows and columns of {@code other} that belong to the first {@code count} {@code
   * unknowns}.
   */
  void copyPart(NormalEquations other, int[] unknowns, int count) {
    resize(count);
    for (int row = 0; row < count; row++) {
      int start = index(row, 0);
      for (int column = 0; column <= row; column++) {
        matrix[start + column] = other.entry(unknowns[row], unknowns[column]);
      }
      target[row] = other.target[unknowns[row]];
    }
    for (int row = count; row < padded(count); row++) {
      int start = index(row, 0);
      for (int column = 0; column < row; column++) {
        matrix[start + column] = 0;
      }
      matrix[start + row] = 1;
      target[row] = 0;
    }
  }

  /** What is left of one equation's right-hand side at {@code x}: minus half the gradient. */
  double residual(int row, double[] x) {
    double residual = target[row];
    for (int column = 0; column < size; column++) {
      residual -= entry(row, column) * x[column];
    }
    return residual;
  }
}
