package dev.byoml.model.als.block;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.kernel.Gramian;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowBlocksTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "24, 5", "300, 7", "5000, 8", "100003, 64", "2147483647, 256"})
  void coverAllRowsWithoutGapOrOverlap(int rows, int wanted) {
    RowBlocks blocks = RowBlocks.of(rows, wanted);

    assertThat(blocks.firstRow(0), is(0));
    for (int block = 1; block < blocks.blockCount(); block++) {
      assertThat(blocks.firstRow(block), equalTo(blocks.endRow(block - 1)));
    }
    assertThat(blocks.endRow(blocks.blockCount() - 1), is(rows));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "24, 5", "300, 7", "5000, 8", "100003, 64", "2147483647, 256"})
  void areCutBetweenChunks(int rows, int wanted) {
    RowBlocks blocks = RowBlocks.of(rows, wanted);

    for (int block = 0; block < blocks.blockCount(); block++) {
      assertThat(blocks.firstRow(block) % Gramian.chunkRows(rows), is(0));
    }
  }

  @Test
  void areAsManyAsWantedWhereThereAreEnoughRows() {
    assertThat(RowBlocks.of(24, 8).blockCount(), is(8));
  }

  @Test
  void areFewerWhereThereAreTooFewRows() {
    assertThat(RowBlocks.of(3, 8).blockCount(), is(3));
  }

  @Test
  void areOfNearlyEqualSize() {
    RowBlocks blocks = RowBlocks.of(100_003, 64);

    for (int block = 0; block < blocks.blockCount(); block++) {
      int rows = blocks.endRow(block) - blocks.firstRow(block);
      assertThat(rows, lessThanOrEqualTo(100_003 / 64 + 2 * Gramian.CHUNK_ROWS));
    }
  }

  @Test
  void rejectNoBlocks() {
    assertThrows(IllegalArgumentException.class, () -> new RowBlocks(10, 0));
  }
}
