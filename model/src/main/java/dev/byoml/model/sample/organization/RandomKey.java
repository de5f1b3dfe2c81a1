package dev.byoml.model.sample.organization;

/**
 * Names one random decision, or a family of them, by what it is about: the seed, a purpose, an
 * entity. What is drawn under one key never depends on what is drawn under another, so one person
 * more does not change what the others do.
 *
 * <p>Keys are mixed by the finalizer of SplitMix64 (Steele, Lea and Flood, Fast Splittable
 * Pseudorandom Number Generators, OOPSLA 2014).
 */
public final class RandomKey {
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long value;

  private RandomKey(long value) {
    this.value = value;
  }

  /** The key from which all others of one seed come. */
  public static RandomKey ofSeed(long seed) {
    return new RandomKey(mix(seed + GOLDEN_GAMMA));
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
    return new RandomKey(mix(value + GOLDEN_GAMMA * (2 * entity + 1)) ^ mix(entity));
  }

  /** The random numbers of this key, from the first one on. */
  public RandomStream stream() {
    return new RandomStream(value);
  }

  static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
