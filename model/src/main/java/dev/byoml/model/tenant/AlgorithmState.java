package dev.byoml.model.tenant;

import static java.util.Objects.requireNonNull;

/**
 * What an algorithm keeps of a tenant beside, or in place of, factors.
 *
 * @param bytes as they stand in the model folder; shared, not to be changed
 * @param affinity what the algorithm reads them as
 */
public record AlgorithmState(byte[] bytes, PairAffinity affinity) {
  /** Checks that nothing is missing. */
  public AlgorithmState {
    requireNonNull(bytes, "bytes");
    requireNonNull(affinity, "affinity");
  }
}
