package dev.byoml.model.study;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.tenant.TrainingParameters;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds both presets to the quality they have on the sparse organisations of the study, mean over
 * three seeds that nothing was chosen on, and what {@code auto} takes to that on a hard one.
 */
class DetectionQualityTest {
  private static final double AREA_TOLERANCE = 0.01;
  private static final double RECALL_TOLERANCE = 0.05;

  private static List<Ranking> standard;
  private static List<Ranking> classic;

  @BeforeAll
  static void train() {
    standard = rankingsOf(TrainingParameters.DEFAULT);
    classic = rankingsOf(TrainingParameters.CLASSIC);
  }

  @Test
  void theDefaultReachesItsStatedQuality() {
    assertThat(mean(standard, Ranking::areaUnderCurve), greaterThan(0.989 - AREA_TOLERANCE));
    assertThat(mean(standard, Ranking::recall), greaterThan(0.788 - RECALL_TOLERANCE));
  }

  @Test
  void theClassicPresetKeepsTheQualityOfTheReference() {
    assertThat(mean(classic, Ranking::areaUnderCurve), closeTo(0.908, AREA_TOLERANCE));
    assertThat(mean(classic, Ranking::recall), closeTo(0.341, RECALL_TOLERANCE));
  }

  @Test
  void theDefaultMissesLessThanHalfOfWhatTheClassicPresetMisses() {
    assertThat(
        1 - mean(standard, Ranking::recall), lessThan((1 - mean(classic, Ranking::recall)) / 2));
  }

  @Test
  void autoReachesItsStatedQualityOnAHardOrganisation() {
    List<StudySample> samples = StudySample.of(StudyShape.HARD, 101);
    Ranking ranking = Ranking.of(samples, samples.stream().map(Trainer::auto).toList());
    assertThat(ranking.areaUnderCurve(), greaterThan(0.995 - AREA_TOLERANCE / 2));
    assertThat(ranking.averagePrecision(), greaterThan(0.565 - RECALL_TOLERANCE));
    assertThat(ranking.recall(), greaterThan(0.928 - RECALL_TOLERANCE));
  }

  private static double mean(List<Ranking> rankings, ToDoubleFunction<Ranking> measure) {
    return rankings.stream().mapToDouble(measure).average().orElseThrow();
  }

  private static List<Ranking> rankingsOf(TrainingParameters parameters) {
    return LongStream.rangeClosed(101, 103)
        .mapToObj(seed -> StudySample.of(StudyShape.SPARSE, seed))
        .map(
            samples ->
                Ranking.of(
                    samples,
                    samples.stream().map(sample -> new Trainer(sample).of(parameters)).toList()))
        .toList();
  }
}
