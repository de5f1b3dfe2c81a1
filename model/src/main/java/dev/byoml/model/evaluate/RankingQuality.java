package dev.byoml.model.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The measures of a ranking with their 95 % intervals, by the percentile bootstrap (Efron and
 * Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): the measure is taken of 1000
 * rankings drawn from the pairs, of each label as many as there are. Draws are seeded, so the same
 * scores give the same intervals.
 */
public final class RankingQuality {
  private static final int REPLICATES = 1000;
  private static final int OUTSIDE_EACH_END = 25;
  private static final long SEED = 1;
  private static final int[] DEPTHS = {10, 20, 50, 100};
  private static final double PREVALENCE = 0.01;
  private static final double[] RATES = {0.001, 0.01};
  private static final Map<String, ToDoubleFunction<RankingMetrics>> MEASURES = measures();

  private RankingQuality() {}

  private static Map<String, ToDoubleFunction<RankingMetrics>> measures() {
    Map<String, ToDoubleFunction<RankingMetrics>> measures = new LinkedHashMap<>();
    measures.put("areaUnderCurve", RankingMetrics::areaUnderCurve);
    measures.put("averagePrecision", RankingMetrics::averagePrecision);
    measures.put(
        "averagePrecisionAt1PercentPrevalence",
        ranking -> ranking.averagePrecisionAtPrevalence(PREVALENCE));
    for (int k : DEPTHS) {
      measures.put("precisionAt" + k, ranking -> ranking.precisionAt(k));
      measures.put("recallAt" + k, ranking -> ranking.recallAt(k));
    }
    for (double rate : RATES) {
      String name = rate == 0.001 ? "0.1" : "1";
      measures.put(
          "precisionAt%sPercentFalsePositives".formatted(name),
          ranking -> ranking.precisionAtFalsePositiveRate(rate));
      measures.put(
          "recallAt%sPercentFalsePositives".formatted(name),
          ranking -> ranking.recallAtFalsePositiveRate(rate));
    }
    return measures;
  }

  /**
   * Measures a ranking.
   *
   * @return estimates by the measures' names, always in the same order
   */
  public static Map<String, Estimate> of(RankingMetrics ranking) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] replicates = new double[MEASURES.size()][REPLICATES];
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      RankingMetrics drawn = ranking.resampled(random);
      int row = 0;
      for (ToDoubleFunction<RankingMetrics> measure : MEASURES.values()) {
        replicates[row++][replicate] = measure.applyAsDouble(drawn);
      }
    }
    Map<String, Estimate> estimates = new LinkedHashMap<>();
    int row = 0;
    for (Map.Entry<String, ToDoubleFunction<RankingMetrics>> measure : MEASURES.entrySet()) {
      double[] values = replicates[row++];
      Arrays.sort(values);
      estimates.put(
          measure.getKey(),
          new Estimate(
              measure.getValue().applyAsDouble(ranking),
              values[OUTSIDE_EACH_END],
              values[REPLICATES - 1 - OUTSIDE_EACH_END]));
    }
    return estimates;
  }
}
