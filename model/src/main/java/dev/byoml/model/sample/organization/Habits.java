package dev.byoml.model.sample.organization;

import java.util.ArrayList;
import java.util.List;

/** The shares that one account uses, some more often than others. */
public final class Habits {
  private final Share[] shares;
  private final double[] cumulativeWeights;

  private Habits(List<Share> shares, List<Double> weights) {
    this.shares = shares.toArray(Share[]::new);
    cumulativeWeights = new double[this.shares.length];
    double sum = 0;
    for (int i = 0; i < cumulativeWeights.length; i++) {
      sum += weights.get(i);
      cumulativeWeights[i] = sum;
    }
  }

  /** All shares in use. */
  public List<Share> shares() {
    return List.of(shares);
  }

  /** Whether the account uses the share at all. */
  public boolean contain(Share share) {
    for (Share used : shares) {
      if (used.number() == share.number()) {
        return true;
      }
    }
    return false;
  }

  /** The share of the next access. */
  public Share next(RandomStream random) {
    double position = random.unit() * cumulativeWeights[cumulativeWeights.length - 1];
    int share = 0;
    while (share < cumulativeWeights.length - 1 && cumulativeWeights[share] <= position) {
      share++;
    }
    return shares[share];
  }

  /** Collects the shares of one account; a share that is added twice counts once. */
  static final class Builder {
    private final List<Share> shares = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();
    private double sum;

    void add(Share share, double weight) {
      if (!shares.contains(share)) {
        shares.add(share);
        weights.add(weight);
        sum += weight;
      }
    }

    /** Adds shares that take {@code fraction} of all accesses, in equal parts. */
    void addFraction(List<Share> added, double fraction) {
      double weight = sum * fraction / (1 - fraction) / Math.max(1, added.size());
      added.forEach(share -> add(share, weight));
    }

    boolean isEmpty() {
      return shares.isEmpty();
    }

    Habits build() {
      return new Habits(shares, weights);
    }
  }
}
