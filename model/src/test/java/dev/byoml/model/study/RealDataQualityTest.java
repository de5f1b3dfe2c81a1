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
                      RankingMetrics metrics = metrics(set.withoutGroups());
                      assertThat(metrics.areaUnderCurve(), greaterThan(hosts ? 0.885 : 0.755));
                      assertThat(
                          metrics.averagePrecisionAtPrevalence(RATE),
                          greaterThan(hosts ? 0.2 : 0.055));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> departmentsHelpWhereTheyMeanSomething() {
    return setsWithGroups()
        .map(
            set ->
                DynamicTest.dynamicTest(
                    set.name(),
                    () -> {
                      RankingMetrics metrics = metrics(set);
                      assertThat(metrics.areaUnderCurve(), greaterThan(0.895));
                      assertThat(metrics.averagePrecisionAtPrevalence(RATE), greaterThan(0.33));
                    }));
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
