package dev.byoml.model.sample.organization;

import dev.byoml.model.hash.SplitMix64;

/**
 * Names one random decision, or a family of them, by what it is about: the seed, a purpose, an
 * entity. What is drawn under one key never depends on what is drawn under another, so one person
 * more does not change what the others do.
 *
 * <p>Keys are mixed by {@link SplitMix64}.
 */
public final class RandomKey {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long value;

  private RandomKey(long value) {
    this.value = value;
  }

  /** The key from which all others of one seed come. */
  public static RandomKey ofSeed(long seed) {
    return new RandomKey(SplitMix64.mix(seed + SplitMix64.INCREMENT));
  }

  /** The key for a purpose below this key. */
  public RandomKey of(String purpose) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < purpose.length(); i++) {
      hash = (hash ^ purpose.charAt(i)) * FNV_PRIME;
    }
    return of(hash);
  }

  /** The key for an entity, known by a number, below this key. */
  public RandomKey of(long entity) {
    return new RandomKey(
        SplitMix64.mix(value + SplitMix64.INCREMENT * (2 * entity + 1)) ^ SplitMix64.mix(entity));
  }

  /** The random numbers of this key, from the first one on. */
  public RandomStream stream() {
    return new RandomStream(value);
  }
}
