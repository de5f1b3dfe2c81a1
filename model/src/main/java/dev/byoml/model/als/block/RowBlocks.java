package dev.byoml.model.als.block;

import dev.byoml.model.als.kernel.Gramian;

/**
 * How the rows of one side, users or resources, are cut into blocks that are solved apart. Blocks
 * are of nearly the same number of rows and are cut between the chunks of {@link
 * Gramian#chunkRows}, so that sums over chunks do not depend on the number of blocks.
 *
 * @param rowCount number of rows
 * @param blockCount number of blocks, at most one for each chunk
 */
public record RowBlocks(int rowCount, int blockCount) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there are no rows, no blocks, or more blocks than chunks
   */
  public RowBlocks {
    if (rowCount < 1 || blockCount < 1 || blockCount > Gramian.chunkCount(rowCount)) {
      throw new IllegalArgumentException(
          "%d rows cannot be cut into %d blocks".formatted(rowCount, blockCount));
    }
  }

  /**
   * Cuts into {@code wanted} blocks, or into as many as there are chunks if these are fewer.
   *
   * @param rowCount number of rows, at least 1
   * @param wanted number of blocks, at least 1
   */
  public static RowBlocks of(int rowCount, int wanted) {
    return new RowBlocks(rowCount, Math.min(wanted, Gramian.chunkCount(rowCount)));
  }

  /** The first row of a block. */
  public int firstRow(int block) {
    return (int) ((long) block * chunkCount() / blockCount) * Gramian.chunkRows(rowCount);
  }

  /** The row after the last of a block. */
  public int endRow(int block) {
    return block + 1 == blockCount ? rowCount : firstRow(block + 1);
  }

  private int chunkCount() {
    return Gramian.chunkCount(rowCount);
  }
}
