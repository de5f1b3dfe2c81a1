package dev.byoml.model.auto;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.evaluate.Drift;
import dev.byoml.model.explain.Explainer;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the platform promises of every model holds whatever won. */
class WinnerFeaturesTest {
  private static final String OWN = Departments.share('a', 0);
  private static final String STRANGE = Departments.share('c', 0);

  private static final List<String> WINNERS =
      List.of(
          "walk",
          "steep-walk",
          "ease",
          "als",
          "als-cosine",
          "poisson",
          "walk-tail",
          "ease-tail",
          "als-tail",
          "als-cosine-tail",
          "poisson-tail",
          "walk + walk-tail",
          "ranks of als-cosine + walk-tail",
          "ranks of ease + walk-tail + poisson",
          "group-lift",
          "group-lift + walk + walk-tail",
          "ranks of group-lift + walk-tail",
          "ranks of group-lift + ease + walk-tail",
          "ranks of group-lift + ease + walk-tail + poisson",
          "--algorithm=walk",
          "--algorithm=ease",
          "--algorithm=poisson",
          "--affinity=dot",
          "--affinity=cosine",
          "--affinity=neighbourhood");

  private static final Map<String, TenantModel> MODELS = new ConcurrentHashMap<>();

  private enum Feature {
    COLD_START {
      @Override
      void holdsOf(String winner) {
        UnseenAccessScorer scorer = new UnseenAccessScorer(model(winner));
        ScoredAccess joiner = firstOf(scorer, "newcomer", OWN, "a 1", "a 2");
        ScoredAccess odd = firstOf(scorer, "newcomer", OWN, "b 1", "c 2");
        assertThat(joiner.reason(), is(Reason.NEW_ACTOR));
        assertThat(odd.score(), greaterThan(joiner.score()));
      }
    },
    NEW_RESOURCE {
      @Override
      void holdsOf(String winner) {
        UnseenAccessScorer scorer = new UnseenAccessScorer(model(winner));
        ScoredAccess among = firstTo(scorer, "new", "a00", "a01", "a02");
        ScoredAccess mixed = firstTo(scorer, "new", "a00", "b01", "c02");
        assertThat(among.reason(), is(Reason.NEW_RESOURCE));
        assertThat(mixed.score(), greaterThan(among.score()));
      }
    },
    COMMUNITIES {
      @Override
      void holdsOf(String winner) {
        TenantModel apart = train(winner, Departments.accesses(false));
        AccessScorer scorer = new AccessScorer(apart);
        ScoredAccess stranger = scorer.score("a00", STRANGE).orElseThrow();
        ScoredAccess colleague = scorer.score("a00", OWN).orElseThrow();
        assertThat(apart.communities().count(), is(3));
        assertThat(stranger.reason(), is(Reason.OTHER_COMMUNITY));
        assertThat(colleague.reason(), is(Reason.LOW_AFFINITY));
        assertThat(stranger.score(), greaterThan(colleague.score()));
        assertThat(Double.isFinite(stranger.score()), is(true));
      }
    },
    PEERS {
      @Override
      void holdsOf(String winner) {
        String explanation = explained(winner);
        String peers = explanation.substring(explanation.indexOf("\"peers\":["));
        List<String> users =
            Arrays.stream(peers.substring(0, peers.indexOf(']')).split("\"user\":\""))
                .skip(1)
                .map(user -> user.substring(0, 1))
                .toList();
        assertThat(users.size(), is(5));
        assertThat(users.stream().filter("a"::equals).count(), greaterThan(2L));
      }
    },
    VERDICTS {
      @Override
      void holdsOf(String winner) {
        double before = score(model(winner), "a00", STRANGE).score();
        TenantModel taught = train(winner, Departments.accesses(true, "a00 " + STRANGE));
        ScoredAccess after = score(taught, "a00", STRANGE);
        assertThat(after.reason(), is(Reason.SEEN_BEFORE));
        assertThat(after.score(), lessThan(before));
      }
    },
    DRIFT {
      @Override
      void holdsOf(String winner) {
        TenantModel later = train(winner, Departments.accesses(true, "a00 " + STRANGE));
        Drift none = Drift.of("t", Optional.of(model(winner)), Optional.of(model(winner)));
        Drift little = Drift.of("t", Optional.of(model(winner)), Optional.of(later));
        assertThat(none.pearson(), closeTo(1, 1e-9));
        assertThat(none.spearman(), closeTo(1, 1e-9));
        assertThat(little.accesses().added(), is(1));
        assertThat(little.pearson(), greaterThan(0.8));
        assertThat(little.pearson(), lessThan(1.0));
      }
    },
    EXPLANATION {
      @Override
      void holdsOf(String winner) {
        String explanation = explained(winner);
        assertThat(explanation, containsString("\"summary\":\"a00"));
        assertThat(explanation, containsString("\"expectedAffinity\":"));
        assertThat(
            explanation.contains("\"algorithmNote\":\""),
            is(winner.contains("walk") || winner.contains("group-lift")));
        assertThat(
            explanation.getBytes(StandardCharsets.UTF_8).length,
            lessThanOrEqualTo(Explainer.MAX_BYTES));
      }
    };

    abstract void holdsOf(String winner);
  }

  static Stream<Arguments> winnersAndFeatures() {
    return WINNERS.stream()
        .flatMap(winner -> Arrays.stream(Feature.values()).map(f -> arguments(winner, f)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("winnersAndFeatures")
  void everyWinnerHasEveryFeature(String winner, Feature feature) {
    feature.holdsOf(winner);
  }

  /** No factors are learned of so many accesses, only sketched. */
  @Test
  void scoresANewcomerWhereFactorsAreSketched() {
    UnseenAccessScorer scorer =
        new UnseenAccessScorer(train("walk + walk-tail", Departments.manyAccesses()));
    ScoredAccess joiner = firstOf(scorer, "newcomer", OWN, "a 1", "a 2");
    ScoredAccess odd = firstOf(scorer, "newcomer", OWN, "b 1", "c 2");
    assertThat(joiner.reason(), is(Reason.NEW_ACTOR));
    assertThat(joiner.score(), lessThan(0.5 * odd.score()));
  }

  private static ScoredAccess firstOf(
      UnseenAccessScorer scorer, String user, String first, String... others) {
    Stream<String> shares =
        Arrays.stream(others)
            .map(other -> Departments.share(other.charAt(0), other.charAt(2) - '0'));
    return scorer
        .score(
            Stream.concat(Stream.of(first), shares)
                .map(share -> new AccessKey("t", user, share))
                .toList())
        .get(0);
  }

  private static ScoredAccess firstTo(UnseenAccessScorer scorer, String resource, String... users) {
    return scorer
        .score(Arrays.stream(users).map(user -> new AccessKey("t", user, resource)).toList())
        .get(0);
  }

  private static ScoredAccess score(TenantModel model, String user, String resource) {
    return new AccessScorer(model).score(user, resource).orElseThrow();
  }

  private static String explained(String winner) {
    TenantModel model = model(winner);
    return new Explainer(model).explain("a00", STRANGE, score(model, "a00", STRANGE));
  }

  private static TenantModel model(String winner) {
    return MODELS.computeIfAbsent(winner, w -> train(w, Departments.accesses(true)));
  }

  private static TenantModel train(String winner, AccessMatrix accesses) {
    PeerGroups groups =
        winner.contains("group-lift") ? Departments.groups(accesses) : PeerGroups.NONE;
    return Algorithms.train(accesses, parameters(winner), 2, groups);
  }

  private static TrainingParameters parameters(String winner) {
    String value = winner.substring(winner.indexOf('=') + 1);
    if (winner.startsWith("--algorithm=")) {
      return Algorithms.named(value).defaults();
    }
    TrainingParameters als = Algorithms.named("als").defaults();
    return winner.startsWith("--affinity=")
        ? new TrainingParameters(
            als.als(), als.likelihood(), Affinity.valueOf(value.toUpperCase(Locale.ROOT)))
        : Algorithms.named("auto")
            .defaults()
            .withAlgorithm(new AlgorithmSettings("auto", Map.of("candidates", winner)));
  }
}
