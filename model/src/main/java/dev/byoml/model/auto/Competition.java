package dev.byoml.model.auto;

import dev.byoml.model.evaluate.RankingMetrics;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.PairAffinity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Ranks the pairs held out by every candidate, and takes the one whose area under the curve is most
 * surely larger than that of the prior: by the largest lower end of the interval of its lead. The
 * prior stays where no lower end is above 0.
 *
 * <p>A paired bootstrap measures how sure that is: the area is the mean, over what happened, of the
 * share of what did not that ranks above it, and the mean over the others of the opposite (DeLong
 * et al., Biometrics 44, 1988, call these shares placements). Means over pairs drawn again, the
 * same pairs for all candidates, move as the area does.
 */
final class Competition {
  private static final int FEWEST_PAIRS = 100;
  private static final int REPLICATES = 1000;
  private static final int OUTSIDE_EACH_END = 25;
  private static final double PREVALENCE = 0.01;
  private static final long SEED = 24;

  private final HeldOut heldOut;
  private final Methods methods;
  private final int[] fresh;
  private final int[] never;

  /**
   * Prepares a competition.
   *
   * @param methods what the methods learned before the days held out
   */
  Competition(HeldOut heldOut, Methods methods) {
    this.heldOut = heldOut;
    this.methods = methods;
    IntStream pairs = IntStream.range(0, heldOut.happened().length);
    this.fresh = pairs.filter(pair -> heldOut.happened()[pair]).toArray();
    this.never =
        IntStream.range(0, heldOut.happened().length)
            .filter(pair -> !heldOut.happened()[pair])
            .toArray();
  }

  /** A candidate's rank of every pair, and its measures. */
  private record Ranked(
      Candidate candidate, double area, double averagePrecision, double[] placements) {}

  /**
   * Lets candidates compete.
   *
   * @param candidates the candidates, the prior first
   */
  Choice among(List<Candidate> candidates) {
    Candidate prior = candidates.get(0);
    if (fresh.length < FEWEST_PAIRS) {
      return new Choice(
          prior.name(),
          "only %d new accesses to judge by".formatted(fresh.length),
          heldOut.days(),
          fresh.length,
          List.of());
    }
    List<Ranked> ranked = candidates.stream().map(this::ranked).toList();
    List<Choice.Result> results = results(ranked);
    List<Choice.Result> better = results.stream().filter(result -> result.surely() > 0).toList();
    List<Choice.Result> ordered = new ArrayList<>(results);
    ordered.sort(Comparator.comparingDouble(result -> -result.areaUnderCurve()));
    Choice.Result winner =
        better.stream()
            .max(Comparator.comparingDouble(Choice.Result::surely))
            .orElse(results.get(0));
    return new Choice(
        winner.name(),
        better.isEmpty()
            ? "no candidate is surely better"
            : "most surely better of %d that are".formatted(better.size()),
        heldOut.days(),
        fresh.length,
        ordered);
  }

  private Ranked ranked(Candidate candidate) {
    PairAffinity affinity = methods.of(candidate);
    double[] values = new double[heldOut.happened().length];
    for (int pair = 0; pair < values.length; pair++) {
      values[pair] = affinity.of(heldOut.users()[pair], heldOut.resources()[pair]);
    }
    double[] scores = new double[values.length];
    boolean[] odd = new boolean[values.length];
    for (int pair = 0; pair < values.length; pair++) {
      scores[pair] = -values[pair];
      odd[pair] = !heldOut.happened()[pair];
    }
    RankingMetrics metrics = RankingMetrics.of(scores, odd);
    return new Ranked(
        candidate,
        metrics.areaUnderCurve(),
        metrics.averagePrecisionAtPrevalence(PREVALENCE),
        placements(values));
  }

  /** Of each pair the share of the others' kind that it is on the right side of, ties half. */
  private double[] placements(double[] values) {
    double[] ofFresh = ascending(values, fresh);
    double[] ofNever = ascending(values, never);
    double[] placements = new double[values.length];
    for (int pair : fresh) {
      placements[pair] = below(ofNever, values[pair]);
    }
    for (int pair : never) {
      placements[pair] = 1 - below(ofFresh, values[pair]);
    }
    return placements;
  }

  private static double[] ascending(double[] values, int[] pairs) {
    double[] some = Arrays.stream(pairs).mapToDouble(pair -> values[pair]).toArray();
    Arrays.sort(some);
    return some;
  }

  private static double below(double[] ascending, double value) {
    return (firstFrom(ascending, value) + firstFrom(ascending, Math.nextUp(value)))
        / (2.0 * ascending.length);
  }

  private static int firstFrom(double[] ascending, double value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private List<Choice.Result> results(List<Ranked> ranked) {
    double[][] areas = new double[ranked.size()][REPLICATES];
    SplittableRandom random = new SplittableRandom(SEED);
    int[] drawnFresh = new int[fresh.length];
    int[] drawnNever = new int[never.length];
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      draw(random, fresh, drawnFresh);
      draw(random, never, drawnNever);
      for (int i = 0; i < areas.length; i++) {
        Ranked one = ranked.get(i);
        areas[i][replicate] =
            mean(one.placements(), drawnFresh) + mean(one.placements(), drawnNever) - one.area();
      }
    }
    List<Choice.Result> results = new ArrayList<>();
    for (int i = 0; i < areas.length; i++) {
      double[] leads = new double[REPLICATES];
      for (int replicate = 0; replicate < REPLICATES; replicate++) {
        leads[replicate] = areas[i][replicate] - areas[0][replicate];
      }
      double[] own = areas[i].clone();
      Arrays.sort(leads);
      Arrays.sort(own);
      Ranked one = ranked.get(i);
      results.add(
          new Choice.Result(
              one.candidate().name(),
              one.area(),
              own[OUTSIDE_EACH_END],
              own[REPLICATES - 1 - OUTSIDE_EACH_END],
              one.averagePrecision(),
              one.area() - ranked.get(0).area(),
              leads[OUTSIDE_EACH_END]));
    }
    return results;
  }

  private static void draw(SplittableRandom random, int[] pairs, int[] drawn) {
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = pairs[random.nextInt(pairs.length)];
    }
  }

  private static double mean(double[] values, int[] pairs) {
    double sum = 0;
    for (int pair : pairs) {
      sum += values[pair];
    }
    return sum / pairs.length;
  }
}
