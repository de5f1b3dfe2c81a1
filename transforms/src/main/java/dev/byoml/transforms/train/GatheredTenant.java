package dev.byoml.transforms.train;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;

/** Puts the parts of a tenant's access matrix together in memory. */
final class GatheredTenant {
  private GatheredTenant() {}

  /**
   * The tenant's matrix.
   *
   * @param tenant the tenant's id
   * @param parts all its parts, in any order
   */
  static AccessMatrix of(String tenant, Iterable<AccessMatrixPart> parts) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder(tenant);
    for (AccessMatrixPart part : parts) {
      for (int i = 0; i < part.size(); i++) {
        builder.add(
            part.users().get(i), part.resources().get(i), part.counts()[i], part.likelihoods()[i]);
      }
    }
    return builder.build();
  }
}
