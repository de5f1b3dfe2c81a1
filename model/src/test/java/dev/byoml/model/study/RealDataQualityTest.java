package dev.byoml.model.study;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.evaluate.RankingMetrics;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TenantModel;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds what {@code auto} takes to the quality it has on real accesses, where these stand beside
 * the checkout.
 */
class RealDataQualityTest {
  private static final double RATE = 0.01;
  private static final double AREA_TOLERANCE = 0.005;
  private static final double PRECISION_TOLERANCE = 0.03;

  @TestFactory
  Stream<DynamicTest> autoReachesItsStatedQuality() {
    return Reference.sets()
        .filter(name -> !name.equals("db-tables"))
        .map(Reference::set)
        .map(
            set ->
                DynamicTest.dynamicTest(
                    set.name(),
                    () -> {
                      boolean hosts = set.name().equals("lanl-hosts");
                      requireQuality(
                          set.withoutGroups(), hosts ? 0.895 : 0.762, hosts ? 0.381 : 0.096);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> departmentsHelpWhereTheyMeanSomething() {
    return setsWithGroups()
        .map(set -> DynamicTest.dynamicTest(set.name(), () -> requireQuality(set, 0.916, 0.399)));
  }

  @TestFactory
  Stream<DynamicTest> randomDepartmentsLoseTheCompetition() {
    return setsWithGroups()
        .map(
            set ->
                DynamicTest.dynamicTest(
                    set.name(),
                    () ->
                        assertThat(
                            train(set.withShuffledGroups())
                                .affinity()
                                .choice()
                                .orElseThrow()
                                .winner(),
                            not(containsString("group-lift")))));
  }

  private static Stream<RealSet> setsWithGroups() {
    return Reference.sets().map(Reference::set).filter(set -> !set.groups().isEmpty());
  }

  private static TenantModel train(RealSet set) {
    return Algorithms.train(set.accesses(), Algorithms.named("auto").defaults(), 2, set.groups());
  }

  private static void requireQuality(RealSet set, double area, double precision) {
    RankingMetrics metrics = metrics(set);
    assertThat(metrics.areaUnderCurve(), greaterThan(area - AREA_TOLERANCE));
    assertThat(
        metrics.averagePrecisionAtPrevalence(RATE), greaterThan(precision - PRECISION_TOLERANCE));
  }

  private static RankingMetrics metrics(RealSet set) {
    PairAffinity affinity = train(set).affinity();
    double[] scores = new double[set.pairs().size()];
    boolean[] odd = new boolean[scores.length];
    for (int i = 0; i < scores.length; i++) {
      StudySample.Pair pair = set.pairs().get(i);
      scores[i] = -affinity.of(pair.user(), pair.resource());
      odd[i] = pair.positive();
    }
    return RankingMetrics.of(scores, odd);
  }
}
