package dev.byoml.model.tail;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.tenant.PairAffinity;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Two-sided calibration of any affinities: with {@code c} the share of users that fit the resource
 * less well than this one, and {@code r} the share of resources that fit the user less well than
 * this one,
 *
 * <pre>-log(1 + ε - c) - log(1 + ε - r)</pre>
 *
 * <p>the sum of two logarithmic tails, as independent tests are joined (Fisher, Statistical Methods
 * for Research Workers, 1932). Resources that differ in kind, and users who do, come on one scale.
 *
 * <p>The shares are taken among a seeded sample of {@value #USERS} users and {@value #RESOURCES}
 * resources. The samples of the resources are kept, {@value #USERS} numbers each; that of a user is
 * computed when the user is first asked for. Safe for use by several threads.
 */
public final class TwoSidedTail implements PairAffinity {
  /** So many users a resource's sample is of, or all where there are fewer. */
  private static final int USERS = 400;

  /** So many resources a user's sample is of, or all where there are fewer. */
  private static final int RESOURCES = 200;

  /** Numbers of so many resources are moved at once, since they lie in one line of a cache. */
  private static final int SIDE_BY_SIDE = 16;

  private static final double EPSILON = 0.005;
  private static final long SEED = 24;

  private final PairAffinity base;
  private final int[] resources;
  private final float[] columns;
  private final int columnLength;
  private final AtomicReferenceArray<float[]> rows;

  private TwoSidedTail(PairAffinity base, int users, int resources, float[] columns) {
    this.base = requireNonNull(base, "base");
    this.resources = sample(resources, RESOURCES, SEED + 1);
    this.columns = columns;
    this.columnLength = resources == 0 ? 0 : columns.length / resources;
    this.rows = new AtomicReferenceArray<>(users);
  }

  /**
   * Calibrates affinities.
   *
   * @param base the affinities
   * @param users number of users, at least 1
   * @param resources number of resources, at least 1
   * @param threads how many threads may work, at least 1; does not change the result
   */
  public static TwoSidedTail of(PairAffinity base, int users, int resources, int threads) {
    int[] sampled = sample(users, USERS, SEED);
    int[] all = IntStream.range(0, resources).toArray();
    float[][] byUser = new float[sampled.length][resources];
    parallel(sampled.length, threads)
        .forEach(
            i -> {
              double[] affinities = new double[resources];
              base.of(sampled[i], all, 0, resources, affinities);
              for (int resource = 0; resource < resources; resource++) {
                byUser[i][resource] = (float) affinities[resource];
              }
            });
    float[] columns = new float[Math.multiplyExact(resources, sampled.length)];
    parallel((resources + SIDE_BY_SIDE - 1) / SIDE_BY_SIDE, threads)
        .forEach(
            block -> {
              int first = block * SIDE_BY_SIDE;
              int end = Math.min(first + SIDE_BY_SIDE, resources);
              for (int i = 0; i < sampled.length; i++) {
                for (int resource = first; resource < end; resource++) {
                  columns[resource * sampled.length + i] = byUser[i][resource];
                }
              }
              for (int resource = first; resource < end; resource++) {
                int start = resource * sampled.length;
                Arrays.sort(columns, start, start + sampled.length);
              }
            });
    return new TwoSidedTail(base, users, resources, columns);
  }

  private static IntStream parallel(int count, int threads) {
    IntStream range = IntStream.range(0, count);
    return threads > 1 ? range.parallel() : range;
  }

  /** Some of the numbers from 0 to {@code count} - 1, ascending. */
  private static int[] sample(int count, int most, long seed) {
    int[] numbers = IntStream.range(0, count).toArray();
    int taken = Math.min(most, count);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < taken; i++) {
      int other = i + random.nextInt(count - i);
      int number = numbers[other];
      numbers[other] = numbers[i];
      numbers[i] = number;
    }
    int[] sample = Arrays.copyOf(numbers, taken);
    Arrays.sort(sample);
    return sample;
  }

  /** Number of bytes that {@link #write} puts. */
  public int byteCount() {
    return Integer.BYTES + Float.BYTES * columns.length;
  }

  /** Puts the samples. */
  public void write(ByteBuffer out) {
    out.putInt(columns.length);
    out.asFloatBuffer().put(columns);
    out.position(out.position() + Float.BYTES * columns.length);
  }

  /**
   * Gets what {@link #write} put.
   *
   * @param base the affinities that were calibrated
   * @param users number of users
   * @param resources number of resources
   */
  public static TwoSidedTail read(PairAffinity base, int users, int resources, ByteBuffer in) {
    float[] columns = new float[in.getInt()];
    in.asFloatBuffer().get(columns);
    in.position(in.position() + Float.BYTES * columns.length);
    return new TwoSidedTail(base, users, resources, columns);
  }

  @Override
  public double of(int user, int resource) {
    float[] row = row(user);
    return joined((float) base.of(user, resource), row, resource);
  }

  @Override
  public void of(int user, int[] asked, int from, int to, double[] affinities) {
    float[] row = row(user);
    base.of(user, asked, from, to, affinities);
    for (int i = from; i < to; i++) {
      affinities[i - from] = joined((float) affinities[i - from], row, asked[i]);
    }
  }

  /**
   * The share of users who fit the resource less well, 0 to 1; those who fit as well count half.
   */
  public double columnRank(int user, int resource) {
    return columnRank((float) base.of(user, resource), resource);
  }

  /**
   * The share of resources that fit the user less well, 0 to 1; those that fit as well count half.
   */
  public double rowRank(int user, int resource) {
    float[] row = row(user);
    return SortedSample.rank(row, 0, row.length, (float) base.of(user, resource));
  }

  private double joined(float affinity, float[] row, int resource) {
    return tail(columnRank(affinity, resource))
        + tail(SortedSample.rank(row, 0, row.length, affinity));
  }

  private double columnRank(float affinity, int resource) {
    int start = resource * columnLength;
    return SortedSample.rank(columns, start, start + columnLength, affinity);
  }

  private static double tail(double rank) {
    return -StrictMath.log(1 + EPSILON - rank);
  }

  private float[] row(int user) {
    float[] row = rows.get(user);
    if (row == null) {
      double[] affinities = new double[resources.length];
      base.of(user, resources, 0, resources.length, affinities);
      row = new float[affinities.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) affinities[i];
      }
      Arrays.sort(row);
      rows.set(user, row);
    }
    return row;
  }

  @Override
  public double lowest() {
    return 2 * tail(0);
  }

  @Override
  public boolean spansCommunities() {
    return base.spansCommunities();
  }

  @Override
  public Optional<String> limit() {
    return base.limit();
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    return base.explain(user, resource);
  }
}
