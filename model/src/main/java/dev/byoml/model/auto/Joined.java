package dev.byoml.model.auto;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tail.SortedSample;
import dev.byoml.model.tenant.PairAffinity;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Several affinities added up, each on the scale of the same pairs of the tenant: of the user of
 * one access and the resource of another, and, for ranks, of as many accesses. Safe for use by
 * several threads.
 */
final class Joined implements PairAffinity {
  private static final int PAIRS = 4096;
  private static final long SEED = 24;

  /** What is drawn of fewer accesses is kept: a run may have very many such tenants. */
  private static final int FEW_ACCESSES = 32;

  private static final AtomicReferenceArray<int[][]> POSITIONS =
      new AtomicReferenceArray<>(Join.values().length * FEW_ACCESSES);

  private final List<PairAffinity> terms;
  private final Scale[] scales;

  /** Kept, since it is asked for beside each affinity and takes as long. */
  private final double lowest;

  private Joined(List<PairAffinity> terms, Scale[] scales) {
    this.terms = terms;
    this.scales = scales;
    double sum = 0;
    for (int i = 0; i < scales.length; i++) {
      sum += scales[i].of(terms.get(i).lowest());
    }
    this.lowest = sum;
  }

  /** A scale: values on it are comparable. */
  private record Scale(Join join, float[] numbers) {
    static Scale of(Join join, float[] ascending) {
      if (join == Join.RANKS) {
        return new Scale(join, ascending);
      }
      double mean = 0;
      for (float value : ascending) {
        mean += value;
      }
      mean /= ascending.length;
      double squares = 0;
      for (float value : ascending) {
        squares += (value - mean) * (value - mean);
      }
      double deviation = Math.sqrt(squares / ascending.length);
      return new Scale(join, new float[] {(float) mean, deviation > 0 ? (float) deviation : 1});
    }

    double of(double value) {
      return join == Join.RANKS
          ? SortedSample.rank(numbers, 0, numbers.length, (float) value)
          : (value - numbers[0]) / numbers[1];
    }
  }

  /** Joins affinities of a tenant. */
  static PairAffinity of(List<PairAffinity> terms, Join join, AccessMatrix accesses) {
    int[][] pairs = pairs(join, accesses.likelihoods());
    int resources = accesses.resources().size();
    boolean few = (long) accesses.users().size() * resources < PAIRS;
    int[] counts = few ? counts(pairs, accesses.users().size(), resources) : null;
    float[][] values = few ? null : ofPairs(terms, pairs);
    Scale[] scales = new Scale[terms.size()];
    for (int i = 0; i < scales.length; i++) {
      float[] ascending = few ? ascendingOfFew(terms.get(i), counts, resources) : values[i];
      scales[i] = Scale.of(join, ascending);
    }
    return new Joined(terms, scales);
  }

  /**
   * For each term its affinities of the pairs, ascending. All terms of a pair are computed
   * together, since what one finds out about the user another may need as well.
   */
  private static float[][] ofPairs(List<PairAffinity> terms, int[][] pairs) {
    float[][] values = new float[terms.size()][PAIRS];
    IntStream.range(0, PAIRS)
        .parallel()
        .forEach(
            pair -> {
              double[] affinity = new double[1];
              for (int i = 0; i < values.length; i++) {
                terms.get(i).of(pairs[0][pair], pairs[1], pair, pair + 1, affinity);
                values[i][pair] = (float) affinity[0];
              }
            });
    Arrays.stream(values).forEach(Arrays::sort);
    return values;
  }

  /** How often each pair was drawn. */
  private static int[] counts(int[][] pairs, int users, int resources) {
    int[] counts = new int[users * resources];
    for (int pair = 0; pair < PAIRS; pair++) {
      counts[pairs[0][pair] * resources + pairs[1][pair]]++;
    }
    return counts;
  }

  /** The same for a tenant with so few pairs that most are drawn again and again. */
  private static float[] ascendingOfFew(PairAffinity term, int[] counts, int resources) {
    float[] distinct = new float[counts.length];
    int[] timesByPair = new int[counts.length];
    int drawn = 0;
    for (int pair = 0; pair < counts.length; pair++) {
      if (counts[pair] > 0) {
        distinct[drawn] = (float) term.of(pair / resources, pair % resources);
        timesByPair[drawn++] = counts[pair];
      }
    }
    float[] ascending = Arrays.copyOf(distinct, drawn);
    Arrays.sort(ascending);
    int[] times = new int[drawn];
    for (int pair = 0; pair < drawn; pair++) {
      // Of equal numbers the first found gets the times of all; -0 and NaN have places of their
      // own.
      times[Arrays.binarySearch(ascending, distinct[pair])] += timesByPair[pair];
    }
    float[] values = new float[PAIRS];
    int next = 0;
    for (int i = 0; i < drawn; i++) {
      Arrays.fill(values, next, next + times[i], ascending[i]);
      next += times[i];
    }
    return values;
  }

  private static int[][] pairs(Join join, CompressedRows accesses) {
    int[][] positions = positions(join, accesses.valueCount());
    int[] users = new int[PAIRS];
    int[] resources = new int[PAIRS];
    int[] userOf = accesses.valueCount() < PAIRS ? usersOfPositions(accesses) : null;
    for (int pair = 0; pair < PAIRS; pair++) {
      int position = positions[0][pair];
      if (userOf != null) {
        users[pair] = userOf[position];
      } else {
        int row = Arrays.binarySearch(accesses.offsets(), position);
        users[pair] = row >= 0 ? row : -row - 2;
      }
      resources[pair] = accesses.column(positions[1][pair]);
    }
    return new int[][] {users, resources};
  }

  private static int[] usersOfPositions(CompressedRows accesses) {
    int[] users = new int[accesses.valueCount()];
    for (int user = 0; user < accesses.rowCount(); user++) {
      Arrays.fill(users, accesses.rowStart(user), accesses.rowEnd(user), user);
    }
    return users;
  }

  /** Which accesses lend their user, and which their resource: by the number of accesses alone. */
  private static int[][] positions(Join join, int accesses) {
    if (accesses >= FEW_ACCESSES) {
      return drawPositions(join, accesses);
    }
    int place = join.ordinal() * FEW_ACCESSES + accesses;
    int[][] known = POSITIONS.get(place);
    if (known == null) {
      known = drawPositions(join, accesses);
      POSITIONS.set(place, known);
    }
    return known;
  }

  private static int[][] drawPositions(Join join, int accesses) {
    int[][] positions = new int[2][PAIRS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int pair = 0; pair < PAIRS; pair++) {
      int position = random.nextInt(accesses);
      boolean access = join == Join.RANKS && pair % 2 == 0;
      positions[0][pair] = position;
      positions[1][pair] = access ? position : random.nextInt(accesses);
    }
    return positions;
  }

  /** Number of bytes that {@link #write} puts. */
  int byteCount() {
    return Arrays.stream(scales)
        .mapToInt(scale -> Integer.BYTES + Float.BYTES * scale.numbers().length)
        .sum();
  }

  /** Puts the scales. */
  void write(ByteBuffer out) {
    for (Scale scale : scales) {
      out.putInt(scale.numbers().length);
      for (float number : scale.numbers()) {
        out.putFloat(number);
      }
    }
  }

  /** Gets what {@link #write} put. */
  static Joined read(List<PairAffinity> terms, Join join, ByteBuffer in) {
    Scale[] scales = new Scale[terms.size()];
    for (int i = 0; i < scales.length; i++) {
      float[] numbers = new float[in.getInt()];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = in.getFloat();
      }
      scales[i] = new Scale(join, numbers);
    }
    return new Joined(terms, scales);
  }

  @Override
  public double of(int user, int resource) {
    double sum = 0;
    for (int i = 0; i < scales.length; i++) {
      sum += scales[i].of(terms.get(i).of(user, resource));
    }
    return sum;
  }

  @Override
  public void of(int user, int[] resources, int from, int to, double[] affinities) {
    double[] values = new double[to - from];
    Arrays.fill(affinities, 0, values.length, 0);
    for (int i = 0; i < scales.length; i++) {
      terms.get(i).of(user, resources, from, to, values);
      for (int k = 0; k < values.length; k++) {
        affinities[k] += scales[i].of(values[k]);
      }
    }
  }

  @Override
  public double lowest() {
    return lowest;
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    return said(term -> term.explain(user, resource));
  }

  @Override
  public Optional<String> limit() {
    return said(PairAffinity::limit);
  }

  private Optional<String> said(Function<PairAffinity, Optional<String>> sentence) {
    String said =
        String.join(
            "; ",
            terms.stream().flatMap(term -> sentence.apply(term).stream()).distinct().toList());
    return said.isEmpty() ? Optional.empty() : Optional.of(said);
  }
}
