package dev.byoml.transforms.matrix;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;

/** Puts the parts of a tenant's access matrix together in memory. */
public final class GatheredTenant {
  private GatheredTenant() {}

  /**
   * The tenant's matrix, if this worker holds it.
   *
   * @param tenant the tenant's id
   * @param parts all its parts, in any order
   * @param mostAccesses the most accesses that a worker takes, or 0 if that follows from its heap
   * @param inBlocks whether the tenant could be learned from in blocks instead
   * @throws IllegalStateException if there are more
   */
  public static AccessMatrix of(
      String tenant, Iterable<AccessMatrixPart> parts, long mostAccesses, boolean inBlocks) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder(tenant);
    for (AccessMatrixPart part : parts) {
      WorkerCapacity.requireRoom(
          tenant, (long) builder.accessCount() + part.size(), mostAccesses, inBlocks);
      part.addTo(builder);
    }
    return builder.build();
  }
}
