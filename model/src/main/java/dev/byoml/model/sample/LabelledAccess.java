package dev.byoml.model.sample;

import dev.byoml.model.access.AccessKey;

/**
 * The ground truth for one user and resource of the scored window, never seen in training.
 *
 * @param key who touched what
 * @param anomalous whether it belongs to an attack
 */
public record LabelledAccess(AccessKey key, boolean anomalous)
    implements Comparable<LabelledAccess> {

  /** Orders by key. */
  @Override
  public int compareTo(LabelledAccess other) {
    return key.compareTo(other.key);
  }
}
