package dev.byoml.transforms.train.block;

import dev.byoml.transforms.matrix.TenantExtent;
import java.io.Serializable;

/**
 * Into how many blocks each side of a tenant is cut.
 *
 * @param stated the number, or 0 if it follows from the number of accesses
 */
record BlockCount(int stated) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A block of so many accesses takes longer to solve than to be handed to a worker. */
  private static final long ACCESSES_OF_A_BLOCK = 50_000;

  /** Enough that cores get equal shares when blocks are dealt out at random. */
  private static final int FEWEST = 8;

  private static final int MOST = 256;

  /** The number for a tenant; a side of few rows makes fewer blocks. */
  int of(TenantExtent extent) {
    return stated > 0
        ? stated
        : (int) Math.max(FEWEST, Math.min(MOST, extent.accesses() / ACCESSES_OF_A_BLOCK));
  }
}
