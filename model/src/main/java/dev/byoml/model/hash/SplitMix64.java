package dev.byoml.model.hash;

/**
 * A 64-bit hash that is the same on every machine and in every version: chained rounds of the
 * SplitMix64 finalizer (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
 */
public final class SplitMix64 {
  /** From one state of the generator to the next. */
  public static final long INCREMENT = 0x9e3779b97f4a7c15L;

  private SplitMix64() {}

  /** Mixes {@code next} into {@code hash}. */
  public static long of(long hash, long next) {
    return mix((hash ^ next) + INCREMENT);
  }

  /** Mixes the UTF-16 code units of {@code text} and their number into {@code hash}. */
  public static long of(long hash, String text) {
    long result = of(hash, text.length());
    int position = 0;
    for (; position + 4 <= text.length(); position += 4) {
      result =
          of(
              result,
              text.charAt(position)
                  | (long) text.charAt(position + 1) << 16
                  | (long) text.charAt(position + 2) << 32
                  | (long) text.charAt(position + 3) << 48);
    }
    for (; position < text.length(); position++) {
      result = of(result, text.charAt(position));
    }
    return result;
  }

  /** A number from [0, 1), in steps of 2^-53, that depends on all bits of {@code hash}. */
  public static double uniform(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }

  /** The {@code n}-th number of the generator that starts at 0, from 0 on. */
  public static long draw(long n) {
    return mix((n + 1) * INCREMENT);
  }

  /** Spreads the bits of {@code value}; a bijection. */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
