package dev.byoml.model.learn;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.model.tenant.TrainingQuality;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TenantModelFactoryTest {

  @ParameterizedTest
  @EnumSource
  void trainingScoresHaveMean0AndDeviation1(Affinity affinity) {
    double[] scores = trainingScores(Organisations.model(affinity, true));
    assertThat(new Mean().evaluate(scores), closeTo(0, 1e-12));
    assertThat(new StandardDeviation(false).evaluate(scores), closeTo(1, 1e-12));
  }

  @Test
  void affinityIsTheInnerProductOrTheCosine() {
    // user (1, 0.2, 0.2), share (0, 1, 0); 0.2 is rounded to a float
    assertThat(
        affinity(Organisations.model(Affinity.DOT, true), "finance-user-0", "legal-share-0"),
        closeTo(0.2, 1e-7));
    assertThat(
        affinity(Organisations.model(Affinity.COSINE, true), "finance-user-0", "legal-share-0"),
        closeTo(0.2 / Math.sqrt(1.08), 1e-7));
  }

  @Test
  void keepsFactorsToThePrecisionOfAFloat() {
    TenantModel model = Organisations.model(Affinity.DOT, true);
    int user = model.user("finance-user-0");
    assertThat(model.userFactors().row(user), is(new float[] {1, 0.2f, 0.2f}));
  }

  @Test
  void measuresHowWellTrainingAccessesAreTold() {
    TrainingQuality quality = Organisations.model(Affinity.COSINE, true).quality();
    assertThat(quality.sampled(), is(180));
    // 150 accesses of the own department score lowest, 30 of the common share lie between
    assertThat(quality.areaUnderCurve(), is(1.0));
    assertThat(quality.meanTrainingAffinity(), greaterThan(quality.meanSampledAffinity()));
  }

  @Test
  void areaUnderCurveIsAChanceOfOneHalfForFactorsThatSayNothing() {
    AccessMatrix accesses = Organisations.threeDepartments(true);
    double[] ones = DoubleStream.generate(() -> 1).limit(200).toArray();
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(
                    Factors.rounded(1, Arrays.copyOf(ones, accesses.users().size())),
                    Factors.rounded(1, Arrays.copyOf(ones, accesses.resources().size())),
                    List.of())),
            TrainingParameters.CLASSIC);
    assertThat(model.quality().areaUnderCurve(), is(0.5));
    assertThat(new AccessScorer(model).score(0, 0).score(), is(0.0));
  }

  @Test
  void areaUnderCurveIsTheShareOfAccessesThatScoreBelowTheSampledPairs() {
    AccessMatrix accesses =
        new AccessMatrixBuilder("t")
            .add("amy", "a", 1, 1)
            .add("amy", "b", 1, 1)
            .add("amy", "c", 1, 1)
            .add("bob", "a", 1, 1)
            .add("bob", "b", 1, 1)
            .build();
    // Affinities amy: 0.9 0.5 0.1, bob: 0.8 0.2, and 0.4 for the one pair that was never seen.
    Factors users = Factors.rounded(2, new double[] {1, 0, 0, 1});
    Factors resources = Factors.rounded(2, new double[] {0.9, 0.8, 0.5, 0.2, 0.1, 0.4});

    TrainingQuality quality =
        TenantModelFactory.create(
                accesses,
                LearnedModel.ofFactors(new Factorization(users, resources, List.of())),
                TrainingParameters.CLASSIC)
            .quality();

    assertThat(quality.areaUnderCurve(), is(3.0 / 5));
    assertThat(quality.meanTrainingAffinity(), closeTo(0.5, 1e-7));
    assertThat(quality.meanSampledAffinity(), closeTo(0.4, 1e-7));
    assertThat(quality.sampled(), is(5));
  }

  @Test
  void samplesNothingWhereEverybodyTouchesEverything() {
    TrainingQuality quality = oneAccess().quality();
    assertThat(quality.sampled(), is(0));
    assertThat(quality.areaUnderCurve(), is(nullValue()));
    assertThat(quality.meanSampledAffinity(), is(nullValue()));
  }

  @Test
  void aModelOfOneAccessScoresIt0() {
    TenantModel model = oneAccess();
    ScoredAccess scored = new AccessScorer(model).score("amy", "a").orElseThrow();
    assertThat(scored, is(new ScoredAccess(0, 0, Reason.SEEN_BEFORE)));
  }

  private static TenantModel oneAccess() {
    return TenantModelFactory.create(
        new AccessMatrixBuilder("t").add("amy", "a", 1, 1).build(),
        LearnedModel.ofFactors(
            new Factorization(
                Factors.rounded(1, new double[] {0.9}),
                Factors.rounded(1, new double[] {1.1}),
                List.of(1.0))),
        TrainingParameters.DEFAULT);
  }

  @Test
  void averagesOverNeighboursFromFiftyUsersOn() {
    assertThat(lengthOfTheOnlyResource(49), is(2f));
    assertThat(lengthOfTheOnlyResource(50), is(1f));
  }

  private static float lengthOfTheOnlyResource(int users) {
    AccessMatrixBuilder accesses = new AccessMatrixBuilder("t");
    for (int user = 0; user < users; user++) {
      accesses.add("u" + user, "a", 1, 1);
    }
    double[] factors = new double[users];
    Arrays.fill(factors, 3);
    return TenantModelFactory.create(
            accesses.build(),
            LearnedModel.ofFactors(
                new Factorization(
                    Factors.rounded(1, factors), Factors.rounded(1, new double[] {2}), List.of())),
            TrainingParameters.DEFAULT)
        .resourceFactors()
        .values()[0];
  }

  @Test
  void refusesFactorsOfOtherAccesses() {
    Factorization factorization =
        new Factorization(
            Factors.rounded(1, new double[] {1}), Factors.rounded(1, new double[] {1}), List.of());
    AccessMatrix accesses = Organisations.threeDepartments(true);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TenantModelFactory.create(
                accesses, LearnedModel.ofFactors(factorization), TrainingParameters.DEFAULT));
  }

  @Test
  void refusesFactorsThatAreNotFinite() {
    Factorization factorization =
        new Factorization(
            Factors.rounded(1, new double[] {Double.NaN}),
            Factors.rounded(1, new double[] {1}),
            List.of());
    AccessMatrix accesses = new AccessMatrixBuilder("t").add("amy", "a", 1, 1).build();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TenantModelFactory.create(
                accesses, LearnedModel.ofFactors(factorization), TrainingParameters.DEFAULT));
  }

  @Test
  void digestDependsOnContentOnly() {
    assertThat(
        Organisations.model(Affinity.DOT, true).contentDigest(),
        is(Organisations.model(Affinity.DOT, true).contentDigest()));
    assertThat(
        Organisations.model(Affinity.DOT, true).contentDigest(),
        is(not(Organisations.model(Affinity.DOT, false).contentDigest())));
  }

  private static double affinity(TenantModel model, String user, String resource) {
    return new AccessScorer(model).affinity(model.user(user), model.resource(resource));
  }

  static double[] trainingScores(TenantModel model) {
    AccessScorer scorer = new AccessScorer(model);
    double[] scores = new double[model.accesses().accessCount()];
    for (int user = 0; user < model.accesses().users().size(); user++) {
      for (int position = model.accesses().likelihoods().rowStart(user);
          position < model.accesses().likelihoods().rowEnd(user);
          position++) {
        scores[position] =
            scorer.score(user, model.accesses().likelihoods().column(position)).score();
      }
    }
    return scores;
  }
}
