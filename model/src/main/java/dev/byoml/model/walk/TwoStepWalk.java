package dev.byoml.model.walk;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.PairAffinity;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * The affinity of a user to a resource by the users between them:
 *
 * <pre>d_r^-b · Σ over users v of r: d_v^-2a · Σ over resources i that u and v touched: d_i^-b
 * </pre>
 *
 * <p>{@code d} is the number of neighbours, of a user or resource, in the binary access matrix;
 * {@code a} and {@code b} say how much the busy and the popular lose. With {@code a = 1/2} and
 * {@code b = 1} it is the resource allocation of Zhou et al. (Physical Review E 76, 046115, 2007),
 * with others a linear graph filter (Shen et al., How Powerful is Graph Convolution for
 * Recommendation?, 2021).
 *
 * <p>All scores of one user cost one way out, over the users of the own resources, and one way back
 * for each resource, over its users. Where that is too much over all users, popular resources are
 * seen through one of some users, drawn by a hash of their ids; see {@link UserSample}. Sums run
 * from the lowest index to the highest, so the same matrix gives the same bits everywhere. Safe for
 * use by several threads.
 */
public final class TwoStepWalk implements PairAffinity {
  private final AccessMatrix matrix;
  private final CompressedRows byUser;
  private final CompressedRows byResource;
  private final UserSample sample;
  private final double[] userWeights;
  private final double[] resourceWeights;
  private final long[] backCosts;
  private final ConcurrentLinkedDeque<Walker> idle = new ConcurrentLinkedDeque<>();

  /**
   * Walks within the accesses of a tenant.
   *
   * @param accesses who touched what; how often does not count
   * @param exponents what the busy and the popular lose
   */
  public TwoStepWalk(AccessMatrix accesses, WalkExponents exponents) {
    this(accesses, exponents, UserSample.of(accesses));
  }

  /** The same with another sample of users. */
  TwoStepWalk(AccessMatrix accesses, WalkExponents exponents, UserSample sample) {
    this.matrix = requireNonNull(accesses, "accesses");
    this.byUser = accesses.likelihoods();
    this.byResource = byUser.transpose();
    this.sample = sample;
    this.userWeights = powers(byUser, -2 * exponents.ofUsers());
    this.resourceWeights = powers(byResource, -exponents.ofResources());
    this.backCosts = new long[byResource.rowCount()];
    for (int resource = 0; resource < backCosts.length; resource++) {
      for (int p = byResource.rowStart(resource); p < byResource.rowEnd(resource); p++) {
        int user = byResource.column(p);
        if (sample.includes(resource, user)) {
          backCosts[resource] += byUser.rowEnd(user) - byUser.rowStart(user);
        }
      }
    }
  }

  private static double[] powers(CompressedRows rows, double exponent) {
    double[] powers = new double[rows.rowCount()];
    for (int row = 0; row < powers.length; row++) {
      powers[row] = StrictMath.pow(rows.rowEnd(row) - rows.rowStart(row), exponent);
    }
    return powers;
  }

  @Override
  public double of(int user, int resource) {
    Walker walker = take();
    double affinity = walker.pair(user, resource);
    idle.push(walker);
    return affinity;
  }

  @Override
  public void of(int user, int[] resources, int from, int to, double[] affinities) {
    Walker walker = take();
    walker.out(user);
    for (int i = from; i < to; i++) {
      affinities[i - from] = walker.back(resources[i]);
    }
    idle.push(walker);
  }

  private Walker take() {
    Walker walker = idle.poll();
    return walker == null ? new Walker() : walker;
  }

  @Override
  public double lowest() {
    return 0;
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    return Optional.of(new WalkExplanation(matrix, byResource, resourceWeights).of(user, resource));
  }

  /** Goes from one user at a time. */
  private final class Walker {
    /** Sum of the weights of what each user shares with {@link #from}, of unpopular resources. */
    private final double[] shared = new double[byUser.rowCount()];

    /** The same of popular resources, for users of the sample. */
    private final double[] sharedPopular = new double[byUser.rowCount()];

    private int from = -1;
    private int marked = -1;
    private final boolean[] own = new boolean[byResource.rowCount()];

    void out(int user) {
      if (from == user) {
        return;
      }
      clear();
      for (int p = byUser.rowStart(user); p < byUser.rowEnd(user); p++) {
        int resource = byUser.column(p);
        boolean popular = sample.isPopular(resource);
        double[] sums = popular ? sharedPopular : shared;
        double weight = resourceWeights[resource];
        int end = byResource.rowEnd(resource);
        for (int q = byResource.rowStart(resource); q < end; q++) {
          int other = byResource.column(q);
          if (!popular || sample.includes(other)) {
            sums[other] += weight;
          }
        }
      }
      from = user;
    }

    /** Forgets the user before: by the same way, or all at once where that is shorter. */
    private void clear() {
      if (from < 0) {
        return;
      }
      if (outCost(from) > shared.length) {
        Arrays.fill(shared, 0);
        Arrays.fill(sharedPopular, 0);
        return;
      }
      for (int p = byUser.rowStart(from); p < byUser.rowEnd(from); p++) {
        int resource = byUser.column(p);
        for (int q = byResource.rowStart(resource); q < byResource.rowEnd(resource); q++) {
          shared[byResource.column(q)] = 0;
          sharedPopular[byResource.column(q)] = 0;
        }
      }
    }

    double back(int resource) {
      double sum = 0;
      boolean popular = sample.isPopular(resource);
      int end = byResource.rowEnd(resource);
      for (int q = byResource.rowStart(resource); q < end; q++) {
        int other = byResource.column(q);
        if (!popular || sample.includes(other)) {
          sum += userWeights[other] * joined(popular, shared[other], sharedPopular[other]);
        }
      }
      return resourceWeights[resource] * sum;
    }

    /** What both ways of sharing come to, as if nobody had been left out. */
    private double joined(boolean popular, double unpopularSum, double popularSum) {
      return popular
          ? (unpopularSum + popularSum) * sample.oneOf()
          : unpopularSum + popularSum * sample.oneOf();
    }

    /** One pair by the shorter of the two ways; both add the same numbers in the same order. */
    double pair(int user, int resource) {
      if (from != user && outCost(user) > backCosts[resource]) {
        return meet(user, resource);
      }
      out(user);
      return back(resource);
    }

    private long outCost(int user) {
      long cost = 0;
      for (int p = byUser.rowStart(user); p < byUser.rowEnd(user); p++) {
        cost += sample.countOf(byUser.column(p));
      }
      return cost;
    }

    private double meet(int user, int resource) {
      mark(user);
      double sum = 0;
      boolean popular = sample.isPopular(resource);
      for (int q = byResource.rowStart(resource); q < byResource.rowEnd(resource); q++) {
        int other = byResource.column(q);
        if (popular && !sample.includes(other)) {
          continue;
        }
        double unpopularSum = 0;
        double popularSum = 0;
        for (int p = byUser.rowStart(other); p < byUser.rowEnd(other); p++) {
          int between = byUser.column(p);
          if (own[between]) {
            if (!sample.isPopular(between)) {
              unpopularSum += resourceWeights[between];
            } else if (sample.includes(other)) {
              popularSum += resourceWeights[between];
            }
          }
        }
        sum += userWeights[other] * joined(popular, unpopularSum, popularSum);
      }
      return resourceWeights[resource] * sum;
    }

    private void mark(int user) {
      if (marked != user) {
        if (marked >= 0) {
          set(marked, false);
        }
        set(user, true);
        marked = user;
      }
    }

    private void set(int user, boolean value) {
      for (int p = byUser.rowStart(user); p < byUser.rowEnd(user); p++) {
        own[byUser.column(p)] = value;
      }
    }
  }
}
