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
 * <p>All scores of one user cost one way out, over the users of the own resources, and one way
 * back: for each resource asked for over its users, or, where that is less, over all resources of
 * the users met. Where that is too much over all users, popular resources are seen through one of
 * some users, drawn by a hash of their ids; see {@link UserSample}. Sums run from the lowest index
 * to the highest, so the same matrix gives the same bits everywhere. Safe for use by several
 * threads.
 */
public final class TwoStepWalk implements PairAffinity {
  /**
   * From one step for each of so many users on, all users are looked at, not only those met; from
   * so many steps for each user on, whether it takes fewer to spread from the users met.
   */
  private static final int FEW_OF_ALL = 4;

  private final AccessMatrix matrix;
  private final CompressedRows byUser;
  private final CompressedRows byResource;
  private final UserSample sample;

  /** A row for each resource, with the users that walks pass through. */
  private final CompressedRows ways;

  private final double[] userWeights;
  private final double[] resourceWeights;
  private final long[] outCosts;
  private final long[] backCosts;
  private final ConcurrentLinkedDeque<Walker> idle = new ConcurrentLinkedDeque<>();

  /**
   * Walks within the accesses of a tenant.
   *
   * @param accesses who touched what; how often does not count
   * @param exponents what the busy and the popular lose
   */
  public TwoStepWalk(AccessMatrix accesses, WalkExponents exponents) {
    this(accesses, exponents, UserSample.MOST_STEPS);
  }

  /** The same where another number of steps over all users is not too many. */
  TwoStepWalk(AccessMatrix accesses, WalkExponents exponents, long mostSteps) {
    this.matrix = requireNonNull(accesses, "accesses");
    this.byUser = accesses.likelihoods();
    this.byResource = byUser.transpose();
    this.sample = UserSample.of(accesses.users(), byResource, mostSteps);
    this.userWeights = powers(byUser, -2 * exponents.ofUsers());
    this.resourceWeights = powers(byResource, -exponents.ofResources());
    this.ways = sample.waysOf(byResource);
    this.outCosts = costs(byUser, ways);
    this.backCosts = costs(ways, byUser);
  }

  /** For each row, how much stands in the rows of the other matrix that its columns name. */
  private static long[] costs(CompressedRows rows, CompressedRows others) {
    long[] costs = new long[rows.rowCount()];
    for (int row = 0; row < costs.length; row++) {
      for (int p = rows.rowStart(row); p < rows.rowEnd(row); p++) {
        int other = rows.column(p);
        costs[row] += others.rowEnd(other) - others.rowStart(other);
      }
    }
    return costs;
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
    walker.back(resources, from, to, affinities);
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
  public Optional<String> limit() {
    return sample.oneOf() == 1
        ? Optional.empty()
        : Optional.of(
            "walks over resources of more than %d users pass through one of %d of these"
                .formatted(UserSample.FEWEST_OF_POPULAR, sample.oneOf()));
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    return Optional.of(new WalkExplanation(matrix, byResource, resourceWeights).of(user, resource));
  }

  /**
   * Sums over a user's unpopular and popular resources, put together as if nobody had been left
   * out.
   */
  private double joined(boolean toPopular, double unpopularSum, double popularSum) {
    return toPopular
        ? (unpopularSum + popularSum) * sample.oneOf()
        : unpopularSum + popularSum * sample.oneOf();
  }

  /** Goes from one user at a time. */
  private final class Walker {
    /**
     * On the way out, for each user the weights of what is shared with {@link #from}, summed over
     * unpopular resources; then what the user passes on to an unpopular resource.
     */
    private final double[] unpopular = new double[byUser.rowCount()];

    /** The same, summed over popular resources; then what the user passes on to a popular one. */
    private final double[] popular = sample.oneOf() > 1 ? new double[unpopular.length] : unpopular;

    /** Users with a sum, as long as these are few; of many, all sums are looked at. */
    private final int[] touched = new int[unpopular.length + 1];

    private int touchedCount;
    private boolean many;
    private int from = -1;

    /**
     * What users pass on from {@link #from} to each resource asked for. Kept, since the terms of a
     * sum ask for the same.
     */
    private final double[] passedOn = new double[ways.rowCount()];

    private final int[] askedBy = new int[passedOn.length];
    private final int[] asked = new int[passedOn.length];
    private final RowSums sums = new RowSums(ways, passedOn);
    private int walk;
    private int spreadIn = -1;

    private final boolean[] own = new boolean[passedOn.length];
    private int marked = -1;
    private int met = -1;
    private double metAffinity;

    void out(int user) {
      if (from == user) {
        return;
      }
      clear();
      many = outCosts[user] > unpopular.length / FEW_OF_ALL;
      for (int p = byUser.rowStart(user); p < byUser.rowEnd(user); p++) {
        if (many) {
          addSharedByMany(byUser.column(p));
        } else {
          addShared(byUser.column(p));
        }
      }
      if (many && popular == unpopular) {
        for (int other = 0; other < unpopular.length; other++) {
          unpopular[other] *= userWeights[other];
        }
      } else if (many) {
        for (int other = 0; other < unpopular.length; other++) {
          join(other);
        }
      } else {
        for (int i = 0; i < touchedCount; i++) {
          join(touched[i]);
        }
      }
      from = user;
      walk++;
    }

    private void clear() {
      if (many) {
        Arrays.fill(unpopular, 0);
        Arrays.fill(popular, 0);
      } else {
        for (int i = 0; i < touchedCount; i++) {
          unpopular[touched[i]] = 0;
          popular[touched[i]] = 0;
        }
      }
      touchedCount = 0;
    }

    private void join(int other) {
      double unpopularSum = unpopular[other];
      double popularSum = popular == unpopular ? 0 : popular[other];
      popular[other] = userWeights[other] * joined(true, unpopularSum, popularSum);
      unpopular[other] = userWeights[other] * joined(false, unpopularSum, popularSum);
    }

    private void addSharedByMany(int resource) {
      int[] users = ways.columns();
      double[] shared = weights(resource);
      double weight = resourceWeights[resource];
      int end = ways.rowEnd(resource);
      for (int q = ways.rowStart(resource); q < end; q++) {
        shared[users[q]] += weight;
      }
    }

    private void addShared(int resource) {
      int[] users = ways.columns();
      double[] shared = weights(resource);
      double weight = resourceWeights[resource];
      int count = touchedCount;
      int end = ways.rowEnd(resource);
      for (int q = ways.rowStart(resource); q < end; q++) {
        int other = users[q];
        // Without a branch, since nobody foresees which way it goes.
        touched[count] = other;
        count += unpopular[other] + popular[other] == 0 ? 1 : 0;
        shared[other] += weight;
      }
      touchedCount = count;
    }

    private double[] weights(int resource) {
      return sample.isPopular(resource) ? popular : unpopular;
    }

    void back(int[] resources, int first, int end, double[] affinities) {
      int count = 0;
      long steps = 0;
      for (int i = first; i < end && spreadIn != walk; i++) {
        int resource = resources[i];
        if (askedBy[resource] != walk) {
          askedBy[resource] = walk;
          asked[count++] = resource;
          steps += ways.rowEnd(resource) - ways.rowStart(resource);
        }
      }
      if (steps > FEW_OF_ALL * (long) unpopular.length && spreadsInLessThan(steps)) {
        spread();
      } else {
        sums.add(asked, count, this::weights);
      }
      for (int i = first; i < end; i++) {
        affinities[i - first] = resourceWeights[resources[i]] * passedOn[resources[i]];
      }
    }

    private boolean spreadsInLessThan(long steps) {
      long left = steps - unpopular.length;
      for (int user = 0; user < unpopular.length && left > 0; user++) {
        if (passesOn(user)) {
          left -= byUser.rowEnd(user) - byUser.rowStart(user);
        }
      }
      return left > 0;
    }

    private boolean passesOn(int user) {
      return unpopular[user] + popular[user] != 0;
    }

    /**
     * Passes on from everybody met to all resources. Each sum is of the same numbers in the same
     * order as if the resource had been asked for, but for zeros.
     */
    private void spread() {
      Arrays.fill(passedOn, 0);
      int[] resources = byUser.columns();
      for (int user = 0; user < unpopular.length; user++) {
        if (passesOn(user)) {
          double toUnpopular = unpopular[user];
          double toPopular = sample.includes(user) ? popular[user] : 0;
          int end = byUser.rowEnd(user);
          for (int p = byUser.rowStart(user); p < end; p++) {
            int resource = resources[p];
            passedOn[resource] += sample.isPopular(resource) ? toPopular : toUnpopular;
          }
        }
      }
      spreadIn = walk;
    }

    /** One pair by the shorter of the two ways; both add the same numbers in the same order. */
    double pair(int user, int resource) {
      if (from != user && outCosts[user] > backCosts[resource]) {
        return meet(user, resource);
      }
      out(user);
      double[] affinity = new double[1];
      back(new int[] {resource}, 0, 1, affinity);
      return affinity[0];
    }

    private double meet(int user, int resource) {
      if (marked == user && met == resource) {
        return metAffinity;
      }
      mark(user);
      double sum = 0;
      boolean toPopular = sample.isPopular(resource);
      for (int q = ways.rowStart(resource); q < ways.rowEnd(resource); q++) {
        int other = ways.column(q);
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
        sum += userWeights[other] * joined(toPopular, unpopularSum, popularSum);
      }
      met = resource;
      metAffinity = resourceWeights[resource] * sum;
      return metAffinity;
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
