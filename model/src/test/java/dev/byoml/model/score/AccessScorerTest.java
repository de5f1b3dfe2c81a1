package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessScorerTest {
  private final TenantModel linked = Organisations.model(Affinity.COSINE, true);
  private final TenantModel apart = Organisations.model(Affinity.COSINE, false);

  @Test
  void anAccessOfTrainingWasSeenBefore() {
    ScoredAccess scored = score(linked, "legal-user-3", "legal-share-2");
    assertThat(scored.reason(), is(Reason.SEEN_BEFORE));
    Standardization standardization = linked.standardization();
    assertThat(
        scored.score(),
        closeTo(
            (standardization.mean() - 1 / Math.sqrt(1.08)) / standardization.standardDeviation(),
            1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void anAccessAcrossDepartmentsScoresAboveEveryAccessOfTraining(Affinity affinity) {
    TenantModel model = Organisations.model(affinity, true);
    ScoredAccess scored = score(model, "legal-user-3", "finance-share-2");
    assertThat(scored.reason(), is(Reason.LOW_AFFINITY));
    assertThat(scored.score(), greaterThan(model.trainingScores().toArray()[180 - 1]));
    assertThat(scored.percentile(), is(100.0));
    assertThat(scored.score(), lessThanOrEqualTo(model.standardization().ceiling()));
  }

  @Test
  void anAccessToAnotherCommunityScoresAboveTheCeiling() {
    ScoredAccess scored = score(apart, "legal-user-3", "finance-share-2");
    assertThat(scored.reason(), is(Reason.OTHER_COMMUNITY));
    assertThat(scored.score(), is(apart.standardization().ceiling() + 1 + 1.0 / 11));
  }

  @Test
  void ofTwoResourcesOfAnotherCommunityTheRarerComesFirst() {
    TenantModel model =
        model(
            new AccessMatrixBuilder("t")
                .add("amy", "own", 1, 1)
                .add("bob", "popular", 1, 1)
                .add("cid", "popular", 1, 1)
                .add("cid", "rare", 1, 1)
                .build(),
            2,
            new Random(1));
    assertThat(
        score(model, "amy", "rare").score(), greaterThan(score(model, "amy", "popular").score()));
  }

  @Test
  void anAccessToAnotherCommunityComesFirstHoweverLargeScoresAre() {
    AccessMatrix accesses =
        new AccessMatrixBuilder("t").add("amy", "a", 1, 1).add("bob", "b", 1, 1).build();
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(
                    Factors.rounded(1, new double[] {1e15, 1e15}),
                    Factors.rounded(1, new double[] {1e15, 1e15}),
                    List.of())),
            new TrainingParameters(
                TrainingParameters.DEFAULT.als(),
                TrainingParameters.DEFAULT.likelihood(),
                Affinity.DOT));
    double ceiling = model.standardization().ceiling();
    assertThat(ceiling + 2, is(ceiling));
    assertThat(score(model, "amy", "b").score(), greaterThan(ceiling));
  }

  @Test
  void knowsNothingOfAnUnseenUserOrResource() {
    AccessScorer scorer = new AccessScorer(linked);
    assertThat(scorer.score("nobody", "common"), is(Optional.empty()));
    assertThat(scorer.score("legal-user-3", "nothing"), is(Optional.empty()));
  }

  @Test
  void tellsWhatTrainingSawWithoutAnAffinity() {
    AccessScorer scorer = new AccessScorer(linked);
    assertThat(scorer.hasSeen("legal-user-3", "legal-share-2"), is(true));
    assertThat(scorer.hasSeen("legal-user-3", "finance-share-2"), is(false));
    assertThat(scorer.hasSeen("nobody", "common"), is(false));
    assertThat(scorer.hasSeen("legal-user-3", "nothing"), is(false));
  }

  @Test
  void scoresWhatTrainingSawAndLeavesTheRest() {
    AccessScorer scorer = new AccessScorer(linked);
    assertThat(
        scorer.scoreSeen("legal-user-3", "legal-share-2"),
        is(scorer.score("legal-user-3", "legal-share-2")));
    assertThat(scorer.scoreSeen("legal-user-3", "finance-share-2"), is(Optional.empty()));
    assertThat(scorer.scoreSeen("nobody", "common"), is(Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void scoresTheAccessesOfAUserTogetherAsOneByOne(Affinity affinity) {
    for (boolean common : new boolean[] {true, false}) {
      AccessScorer scorer = new AccessScorer(Organisations.model(affinity, common));
      int[] resources = {14, 2, 7, 0, 2};
      ScoredAccess[] scores = scorer.score(11, resources);
      for (int i = 0; i < resources.length; i++) {
        assertThat(scores[i], is(scorer.score(11, resources[i])));
      }
    }
  }

  @Test
  void aUserWithoutFactorsHasNoAffinity() {
    AccessMatrix accesses =
        new AccessMatrixBuilder("t").add("amy", "a", 1, 1).add("bob", "a", 1, 1).build();
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(
                    Factors.rounded(2, new double[] {0, 0, 1, 0}),
                    Factors.rounded(2, new double[] {1, 0}),
                    List.of())),
            new TrainingParameters(
                TrainingParameters.DEFAULT.als(),
                TrainingParameters.DEFAULT.likelihood(),
                Affinity.COSINE));
    assertThat(new AccessScorer(model).affinity(0, 0), is(0.0));
    assertThat(score(model, "amy", "a").score(), is(1.0));
  }

  @Property(tries = 200)
  void everyScoreIsFiniteAndOtherCommunitiesComeFirst(
      @ForAll long seed, @ForAll Affinity affinity, @ForAll boolean nonNegative) {
    Random random = new Random(seed);
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    for (int user = 0; user < 6; user++) {
      builder.add("u" + user, "r" + random.nextInt(4), 1, 1);
    }
    AccessMatrix accesses = builder.build();
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(
                    factors(accesses.users().size(), nonNegative, random),
                    factors(accesses.resources().size(), nonNegative, random),
                    List.of())),
            new TrainingParameters(
                TrainingParameters.DEFAULT.als(),
                TrainingParameters.DEFAULT.likelihood(),
                affinity));
    AccessScorer scorer = new AccessScorer(model);
    double ceiling = model.standardization().ceiling();
    for (int user = 0; user < accesses.users().size(); user++) {
      for (int resource = 0; resource < accesses.resources().size(); resource++) {
        ScoredAccess scored = scorer.score(user, resource);
        if (scored.reason() == Reason.OTHER_COMMUNITY) {
          assertThat(scored.score(), greaterThan(ceiling));
        } else {
          assertThat(scored.score(), lessThanOrEqualTo(ceiling));
        }
      }
    }
  }

  private static TenantModel model(AccessMatrix accesses, int rank, Random random) {
    return TenantModelFactory.create(
        accesses,
        LearnedModel.ofFactors(
            new Factorization(
                Factors.rounded(rank, random.doubles(accesses.users().size() * rank).toArray()),
                Factors.rounded(rank, random.doubles(accesses.resources().size() * rank).toArray()),
                List.of())),
        TrainingParameters.DEFAULT);
  }

  private static Factors factors(int rows, boolean nonNegative, Random random) {
    // Some are zero, some huge.
    double scale = random.nextInt(4) == 0 ? 1e30 : 1;
    double[] values =
        random
            .doubles(rows * 2L, nonNegative ? 0 : -1, 1)
            .map(value -> random.nextInt(4) == 0 ? 0 : value * scale)
            .toArray();
    return Factors.rounded(2, values);
  }

  private static ScoredAccess score(TenantModel model, String user, String resource) {
    return new AccessScorer(model).score(user, resource).orElseThrow();
  }
}
