package dev.byoml.model.als.kernel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.equalTo;

import dev.byoml.model.als.memory.TestRatings;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GramianTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 10, 31})
  void agreesWithCommonsMath(int rank) {
    int rows = 2 * Gramian.CHUNK_ROWS + 17;
    float[] factors = TestRatings.factors(rank, rows, rank);
    RealMatrix dense = MatrixUtils.createRealMatrix(rows, rank);
    for (int i = 0; i < factors.length; i++) {
      dense.setEntry(i / rank, i % rank, factors[i]);
    }
    RealMatrix expected = dense.transpose().multiply(dense);

    double[] gramian = TestRatings.gramian(factors, rank);

    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        assertThat(gramian[i * rank + j], closeTo(expected.getEntry(i, j), 1e-9 * rows));
        assertThat(gramian[i * rank + j], equalTo(gramian[j * rank + i]));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 1000, 16 * Gramian.CHUNK_ROWS + 1, 1_000_000})
  void coversAllRowsByChunks(int rows) {
    int chunks = Gramian.chunkCount(rows);

    assertThat(chunks * Gramian.chunkRows(rows) >= rows, equalTo(true));
    assertThat((chunks - 1) * Gramian.chunkRows(rows) < rows, equalTo(true));
  }
}
