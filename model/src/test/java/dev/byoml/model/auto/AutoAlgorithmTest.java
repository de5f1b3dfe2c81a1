package dev.byoml.model.auto;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.store.TenantModelSerializer;
import dev.byoml.model.tail.TwoSidedTail;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutoAlgorithmTest {
  private static final TrainingParameters AUTO = Algorithms.named("auto").defaults();
  private static final AccessMatrix ACCESSES = Departments.accesses(true);

  static Stream<String> winners() {
    return Candidate.all(false).stream().map(Candidate::name);
  }

  @ParameterizedTest
  @MethodSource("winners")
  void everyWinnerIsOnTheScaleOfItsTrainingAccesses(String winner) {
    TenantModel model = train(winner);
    double sum = 0;
    double squares = 0;
    for (int user = 0; user < ACCESSES.users().size(); user++) {
      int start = ACCESSES.likelihoods().rowStart(user);
      for (int p = start; p < ACCESSES.likelihoods().rowEnd(user); p++) {
        double score =
            new AccessScorer(model).score(user, ACCESSES.likelihoods().column(p)).score();
        sum += score;
        squares += score * score;
      }
    }
    assertThat(sum / ACCESSES.accessCount(), closeTo(0, 1e-6));
    assertThat(squares / ACCESSES.accessCount(), closeTo(1, 1e-6));
  }

  @ParameterizedTest
  @MethodSource("winners")
  void everyWinnerFindsStrangersOdderThanColleagues(String winner) {
    AccessScorer scorer = new AccessScorer(train(winner));
    ScoredAccess colleague = scorer.score("a00", "\\\\a\\share-0").orElseThrow();
    ScoredAccess stranger = scorer.score("a00", "\\\\c\\share-0").orElseThrow();
    assertThat(stranger.score(), greaterThan(colleague.score()));
    assertThat(Double.isFinite(stranger.score()), is(true));
  }

  @ParameterizedTest
  @MethodSource("winners")
  void everyWinnerScoresTheSameAfterTheWayBetweenMachines(String winner) throws IOException {
    TenantModel model = train(winner);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TenantModelSerializer.write(model, out);
    TenantModel read = TenantModelSerializer.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(read.contentDigest(), is(model.contentDigest()));
    for (int user = 0; user < 20; user++) {
      for (int resource = 0; resource < 10; resource++) {
        assertThat(read.affinity().of(user, resource), is(model.affinity().of(user, resource)));
      }
    }
  }

  @Test
  void holdsTheFewestDaysOutInWhichATenthIsNew() {
    HeldOut heldOut = HeldOut.of(ACCESSES, HeldOut.MOST_ACCESSES).orElseThrow();
    int last = Arrays.stream(ACCESSES.firstDays()).max().orElseThrow();
    assertThat(newSince(last - heldOut.days() + 1), greaterThan(0.1 - 1e-9));
    assertThat(newSince(last - heldOut.days() + 2), lessThan(0.1));
  }

  @Test
  void tellsWhatBecameOfEveryCandidate() {
    Choice choice = Algorithms.train(ACCESSES, AUTO, 2).affinity().choice().orElseThrow();
    assertThat(choice.candidates(), hasSize(Candidate.all(false).size()));
    assertThat(
        choice.candidates().stream().map(Choice.Result::name).toList().contains(choice.winner()),
        is(true));
    assertThat(choice.newPairs(), greaterThan(99));
  }

  @Test
  void staysWithThePriorWhereDaysAreNotKnown() {
    AccessMatrix dayless =
        new AccessMatrix(
            "t", ACCESSES.users(), ACCESSES.resources(), ACCESSES.likelihoods(), ACCESSES.counts());
    Choice choice = Algorithms.train(dayless, AUTO, 2).affinity().choice().orElseThrow();
    assertThat(choice.winner(), is("walk + walk-tail"));
    assertThat(choice.reason(), is("too few days to hold some out"));
  }

  @Test
  void givesTheSameModelWithAnyNumberOfThreads() {
    assertThat(
        Algorithms.train(ACCESSES, AUTO, 1).contentDigest(),
        is(Algorithms.train(ACCESSES, AUTO, 3).contentDigest()));
  }

  @Test
  void oneCandidateWithoutFactorsTakesTheSketchOfTheWalkWhereAccessesAreMany() {
    assertThat(hasFactorsOfTheWalk(Departments.accesses(true)), is(false));
    assertThat(hasFactorsOfTheWalk(manyAccesses()), is(true));
  }

  private static boolean hasFactorsOfTheWalk(AccessMatrix accesses) {
    TrainingParameters quick = AUTO.withAls(AUTO.als().withRank(3).withIterations(1));
    LearnedModel auto =
        Algorithms.learn(
            accesses,
            quick.withAlgorithm(new AlgorithmSettings("auto", Map.of("candidates", "walk"))),
            PeerGroups.NONE,
            2);
    LearnedModel walk =
        Algorithms.learn(
            accesses,
            quick.withAlgorithm(new AlgorithmSettings("walk", Map.of())),
            PeerGroups.NONE,
            2);
    return Arrays.equals(
        auto.factorization().users().toDoubles(), walk.factorization().users().toDoubles());
  }

  /** 200,100 accesses: 2,001 users touch 100 resources each. */
  private static AccessMatrix manyAccesses() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    for (int user = 0; user < 2001; user++) {
      for (int i = 0; i < 100; i++) {
        builder.add("user%04d".formatted(user), "share%03d".formatted((user + i) % 200), 1, 1);
      }
    }
    return builder.build();
  }

  @Test
  void leavesRandomGroupsAside() {
    Choice choice = choice(groups(user -> "group" + Math.floorMod(user.hashCode() * 31, 7)));
    assertThat(choice.winner(), not(containsString("group-lift")));
  }

  @Test
  void saysHowManyOfTheGroupTouchedIt() {
    PeerGroups departments = groups(user -> user.substring(0, 1));
    TenantModel model = Algorithms.train(ACCESSES, only("group-lift"), 2, departments);
    int user = model.user("a00");
    assertThat(
        model.affinity().explain(user, model.resource("\\\\c\\share-0")).orElseThrow(),
        is("none of a's 30 people touched it in 20 days"));
  }

  @Test
  void readsGroupsThatWereKeptWithoutDays() throws IOException {
    PeerGroups departments = groups(user -> user.substring(0, 1));
    TenantModel model = Algorithms.train(ACCESSES, only("group-lift"), 2, departments);
    byte[] kept = model.state().orElseThrow().bytes();
    byte[] earlier = Arrays.copyOf(kept, kept.length - Integer.BYTES);
    ByteBuffer.wrap(earlier).putInt(1);
    PairAffinity read =
        Algorithms.named("auto")
            .read(
                ACCESSES,
                new Factorization(model.userFactors(), model.resourceFactors(), List.of()),
                earlier);
    int resource = model.resource("\\\\c\\share-0");
    assertThat(read.of(0, resource), is(model.affinity().of(0, resource)));
    assertThat(
        read.explain(0, resource).orElseThrow(),
        is("none of a's 30 people touched it in training"));
  }

  @Test
  void passesOnWhatIsSaidOfTheLimitsOfItsMethods() {
    PairAffinity limited =
        new PairAffinity() {
          @Override
          public double of(int user, int resource) {
            return user;
          }

          @Override
          public double lowest() {
            return 0;
          }

          @Override
          public Optional<String> limit() {
            return Optional.of("some are left out");
          }
        };
    PairAffinity tail =
        TwoSidedTail.of(limited, ACCESSES.users().size(), ACCESSES.resources().size(), 1);
    PairAffinity joined = Joined.of(List.of(limited, tail), Join.RANKS, ACCESSES);
    assertThat(
        new AutoAffinity(joined, new Choice("", "", 0, 0, List.of())).limit(),
        is(Optional.of("some are left out")));
  }

  private static double newSince(int day) {
    return Arrays.stream(ACCESSES.firstDays()).filter(first -> first >= day).count()
        / (double) ACCESSES.accessCount();
  }

  private static Choice choice(PeerGroups groups) {
    return Algorithms.train(ACCESSES, AUTO, 2, groups).affinity().choice().orElseThrow();
  }

  private static PeerGroups groups(UnaryOperator<String> groupOf) {
    return Departments.groups(ACCESSES, groupOf);
  }

  private static TenantModel train(String candidate) {
    return Algorithms.train(ACCESSES, only(candidate), 2);
  }

  private static TrainingParameters only(String candidate) {
    return AUTO.withAlgorithm(new AlgorithmSettings("auto", Map.of("candidates", candidate)));
  }
}
