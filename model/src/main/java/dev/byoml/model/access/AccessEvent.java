package dev.byoml.model.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * One observed access, or {@code count} of them that share a time.
 *
 * @param key who touched what
 * @param time when, in UTC
 * @param count how many accesses this event stands for, at least 1
 * @param entities what the event says of account, host and address
 * @param itemId identity of the table row ({@code _ItemId}), or the empty string where the source
 *     has none; rows with the same identity are one access delivered more than once
 */
public record AccessEvent(
    AccessKey key, Instant time, long count, AccessEntities entities, String itemId) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code count} is below 1
   */
  public AccessEvent {
    requireNonNull(key, "key");
    requireNonNull(time, "time");
    requireNonNull(entities, "entities");
    requireNonNull(itemId, "itemId");
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + count);
    }
  }
}
