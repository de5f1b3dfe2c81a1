package dev.byoml.model.sample.organization;

import dev.byoml.model.hash.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The random numbers of one {@link RandomKey}, in order (SplitMix64). The same on every machine and
 * Java version: transcendental functions come from {@link StrictMath}.
 */
public final class RandomStream {
  private long state;

  RandomStream(long state) {
    this.state = state;
  }

  /** Any 64 bits. */
  long bits() {
    state += SplitMix64.INCREMENT;
    return SplitMix64.mix(state);
  }

  /** Uniform in {@code [0, 1)}. */
  public double unit() {
    return SplitMix64.uniform(bits());
  }

  /** Uniform in {@code [0, bound)}. */
  public int below(int bound) {
    return (int) (unit() * bound);
  }

  /** Uniform in {@code [low, high)}. */
  public double between(double low, double high) {
    return low + unit() * (high - low);
  }

  /** True with the given probability. */
  public boolean chance(double probability) {
    return unit() < probability;
  }

  /** Normal with mean 0 and standard deviation 1 (Box and Muller 1958). */
  public double gaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
    return radius * StrictMath.cos(2 * StrictMath.PI * unit());
  }

  /** Log-normal with median 1: half the draws are below 1, a few far above. */
  public double heavyTailed(double sigma) {
    return StrictMath.exp(sigma * gaussian());
  }

  /** Poisson with a mean of some dozens at most (Knuth, The Art of Computer Programming 3.4.1). */
  public int poisson(double mean) {
    double limit = StrictMath.exp(-mean);
    int count = 0;
    for (double product = unit(); product > limit; product *= unit()) {
      count++;
    }
    return count;
  }

  /** One element. */
  public <T> T pick(List<T> elements) {
    return elements.get(below(elements.size()));
  }

  /** At most {@code count} distinct elements, in random order. */
  public <T> List<T> pick(List<T> elements, int count) {
    List<T> shuffled = new ArrayList<>(elements);
    int picked = Math.min(count, shuffled.size());
    for (int i = 0; i < picked; i++) {
      int other = i + below(shuffled.size() - i);
      T swapped = shuffled.get(i);
      shuffled.set(i, shuffled.get(other));
      shuffled.set(other, swapped);
    }
    return List.copyOf(shuffled.subList(0, picked));
  }

  /** A random UUID (version 4). */
  public UUID uuid() {
    long high = (bits() & ~0xf000L) | 0x4000L;
    long low = (bits() & 0x3fffffffffffffffL) | 0x8000000000000000L;
    return new UUID(high, low);
  }
}
