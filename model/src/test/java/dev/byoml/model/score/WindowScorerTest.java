package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.score.WindowScorer.Judged;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WindowScorerTest {
  private static final TenantModel MODEL = Organisations.model(Affinity.COSINE, true);
  private static final AccessScorer ALONE = new AccessScorer(MODEL);

  private final WindowScorer scorer = new WindowScorer(MODEL);

  @Test
  void anActorsOnlyNewAccessKeepsItsScore() {
    AccessKey odd = access("legal-user-1", "finance-share-0");
    Judged judged = scorer.score(List.of(odd, access("legal-user-1", "legal-share-0"))).get(0);
    assertThat(judged.scored(), is(alone(odd)));
    assertThat(judged.actor().newAccesses(), is(1));
    assertThat(judged.actor().score(), is(alone(odd).score()));
  }

  @Test
  void whatTrainingHasSeenHasNoStory() {
    AccessKey seen = access("legal-user-1", "legal-share-1");
    Judged judged = scorer.score(List.of(seen, access("legal-user-1", "finance-share-0"))).get(0);
    assertThat(judged.scored().reason(), is(Reason.SEEN_BEFORE));
    assertThat(judged.actor(), is(ActorStory.NONE));
  }

  @Test
  void severalOddAccessesOfOneActorRaiseEachOther() {
    List<AccessKey> odd =
        List.of(
            access("legal-user-1", "finance-share-0"), access("legal-user-1", "research-share-0"));
    double first = alone(odd.get(0)).score();
    double second = alone(odd.get(1)).score();
    List<Judged> judged = scorer.score(odd);
    double together = Math.max(Math.max(first, second), (first + second) / Math.sqrt(2));
    assertThat(judged.get(0).actor().score(), closeTo(together, 1e-12));
    assertThat(judged.get(0).actor(), is(judged.get(1).actor()));
    assertThat(judged.get(0).scored().score(), closeTo(first + (together - first) / 2, 1e-12));
    assertThat(
        judged.get(0).scored().percentile(),
        is(MODEL.trainingScores().percentile(judged.get(0).scored().score())));
  }

  @Test
  void anotherActorsOddAccessesDoNotMatter() {
    AccessKey odd = access("legal-user-1", "finance-share-0");
    assertThat(
        scorer.score(List.of(odd, access("legal-user-2", "finance-share-0"))).get(0),
        is(scorer.score(List.of(odd)).get(0)));
  }

  @Test
  void anUnseenResourceWeighsMoreBesideOtherOddAccesses() {
    AccessKey unseen = access("legal-user-1", "never-touched");
    double calm = scorer.score(List.of(unseen)).get(0).scored().score();
    List<AccessKey> window = new ArrayList<>(List.of(unseen));
    for (int share = 0; share < 3; share++) {
      window.add(access("legal-user-1", "finance-share-" + share));
    }
    Judged judged = scorer.score(window).get(0);
    double mean =
        window.subList(1, 4).stream()
            .mapToDouble(key -> alone(key).score())
            .average()
            .orElseThrow();
    double own = (2 * calm + 3 * mean) / 5;
    assertThat(judged.scored().score(), closeTo(own + (judged.actor().score() - own) / 2, 1e-12));
    assertThat(judged.scored().score(), is(greaterThan(mean)));
    assertThat(judged.scored().reason(), is(Reason.NEW_RESOURCE));
  }

  @Test
  void addsUpWhatATenantWithoutAModelDoes() {
    List<AccessKey> window = List.of(access("a", "x"), access("a", "y"), access("b", "z"));
    List<Judged> judged = WindowScorer.ofUnknownTenant().score(window);
    assertThat(judged.get(0).actor().newAccesses(), is(2));
    assertThat(judged.get(0).scored().percentile(), is(50.0));
    assertThat(judged.get(0).scored().score(), is(greaterThan(judged.get(2).scored().score())));
  }

  @Property(tries = 20)
  void theOrderOfTheAccessesDoesNotMatter(@ForAll Random random) {
    List<AccessKey> window = new ArrayList<>();
    for (String share : List.of("finance-share-0", "research-share-1", "new", "legal-share-0")) {
      for (String user : List.of("legal-user-1", "finance-user-2", "joiner")) {
        window.add(access(user, share));
      }
    }
    List<Judged> expected = scorer.score(window);
    List<AccessKey> shuffled = new ArrayList<>(window);
    Collections.shuffle(shuffled, random);
    List<Judged> judged = scorer.score(shuffled);
    for (int i = 0; i < window.size(); i++) {
      assertThat(judged.get(shuffled.indexOf(window.get(i))), is(expected.get(i)));
    }
  }

  private static ScoredAccess alone(AccessKey access) {
    return ALONE.score(access.user(), access.resource()).orElseThrow();
  }

  private static AccessKey access(String user, String resource) {
    return new AccessKey(MODEL.tenant(), user, resource);
  }
}
