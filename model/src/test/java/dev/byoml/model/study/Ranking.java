package dev.byoml.model.study;

import dev.byoml.model.evaluate.RankingMetrics;
import dev.byoml.model.study.StudySample.Pair;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How well one setting ranks the pairs of one seed.
 *
 * @param areaUnderCurve area under the receiver operating characteristic
 * @param averagePrecision average precision where one pair in a hundred should be found
 * @param recall recall at 1 % false positives
 */
record Ranking(double areaUnderCurve, double averagePrecision, double recall) {
  private static final double RATE = 0.01;

  /** Ranks the pairs of all samples together, the i-th sample's by the i-th scorer. */
  static Ranking of(List<StudySample> samples, List<PairScorer> scorers) {
    RankingMetrics metrics = metrics(samples.stream().map(StudySample::pairs).toList(), scorers);
    return new Ranking(
        metrics.areaUnderCurve(),
        metrics.averagePrecisionAtPrevalence(RATE),
        metrics.recallAtFalsePositiveRate(RATE));
  }

  /** The same, with all measures there are. */
  static RankingMetrics metrics(List<List<Pair>> samples, List<PairScorer> scorers) {
    DoubleStream.Builder scores = DoubleStream.builder();
    List<Pair> pairs = samples.stream().flatMap(List::stream).toList();
    for (int i = 0; i < samples.size(); i++) {
      for (Pair pair : samples.get(i)) {
        scores.add(scorers.get(i).score(pair.user(), pair.resource()));
      }
    }
    boolean[] positive = new boolean[pairs.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = pairs.get(i).positive();
    }
    return RankingMetrics.of(scores.build().toArray(), positive);
  }
}
