package dev.byoml.transforms.matrix;

import dev.byoml.transforms.beam.RecordCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.FloatCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * How much a tenant's access matrix holds, known before it is gathered.
 *
 * @param accesses number of distinct (user, resource)
 * @param lowestLikelihood the lowest likelihood, in the precision it is kept in
 * @param highestLikelihood the highest
 */
public record TenantExtent(long accesses, float lowestLikelihood, float highestLikelihood) {
  /** Encodes an extent. */
  static final Coder<TenantExtent> CODER =
      RecordCoder.of(TenantExtent.class, VarLongCoder.of(), FloatCoder.of(), FloatCoder.of());

  /** Of a tenant without accesses. */
  static final TenantExtent NONE =
      new TenantExtent(0, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

  /** The extent of these accesses. */
  static TenantExtent of(AccessMatrixPart part) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (double likelihood : part.likelihoods()) {
      lowest = Math.min(lowest, (float) likelihood);
      highest = Math.max(highest, (float) likelihood);
    }
    return new TenantExtent(part.size(), lowest, highest);
  }

  /** The extent of the accesses of both. */
  TenantExtent with(TenantExtent other) {
    return new TenantExtent(
        accesses + other.accesses,
        Math.min(lowestLikelihood, other.lowestLikelihood),
        Math.max(highestLikelihood, other.highestLikelihood));
  }
}
