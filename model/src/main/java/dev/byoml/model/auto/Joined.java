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

/**
 * Several affinities added up, each on the scale of the same pairs of the tenant: of the user of
 * one access and the resource of another, and, for ranks, of as many accesses. Safe for use by
 * several threads.
 */
final class Joined implements PairAffinity {
  private static final int PAIRS = 4096;
  private static final long SEED = 24;

  private final List<PairAffinity> terms;
  private final Scale[] scales;

  private Joined(List<PairAffinity> terms, Scale[] scales) {
    this.terms = terms;
    this.scales = scales;
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
    Scale[] scales = new Scale[terms.size()];
    for (int i = 0; i < scales.length; i++) {
      float[] values = new float[PAIRS];
      for (int pair = 0; pair < PAIRS; pair++) {
        values[pair] = (float) terms.get(i).of(pairs[0][pair], pairs[1][pair]);
      }
      Arrays.sort(values);
      scales[i] = Scale.of(join, values);
    }
    return new Joined(terms, scales);
  }

  private static int[][] pairs(Join join, CompressedRows accesses) {
    int[] users = new int[PAIRS];
    int[] resources = new int[PAIRS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int pair = 0; pair < PAIRS; pair++) {
      int position = random.nextInt(accesses.valueCount());
      boolean access = join == Join.RANKS && pair % 2 == 0;
      int other = access ? position : random.nextInt(accesses.valueCount());
      int row = Arrays.binarySearch(accesses.offsets(), position);
      users[pair] = row >= 0 ? row : -row - 2;
      resources[pair] = accesses.column(other);
    }
    return new int[][] {users, resources};
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
    double sum = 0;
    for (int i = 0; i < scales.length; i++) {
      sum += scales[i].of(terms.get(i).lowest());
    }
    return sum;
  }

  @Override
  public Optional<String> explain(int user, int resource) {
    String said =
        String.join(
            "; ",
            terms.stream()
                .flatMap(term -> term.explain(user, resource).stream())
                .distinct()
                .toList());
    return said.isEmpty() ? Optional.empty() : Optional.of(said);
  }
}
