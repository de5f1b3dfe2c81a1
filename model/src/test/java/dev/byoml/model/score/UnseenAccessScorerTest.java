package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class UnseenAccessScorerTest {
  private static final List<AccessKey> JOINER =
      List.of(
          access("joiner", "legal-share-0"),
          access("joiner", "legal-share-1"),
          access("joiner", "legal-share-2"));
  private static final List<AccessKey> INTRUDER =
      List.of(
          access("intruder", "legal-share-0"),
          access("intruder", "finance-share-1"),
          access("intruder", "research-share-2"));

  @ParameterizedTest
  @CsvSource({"COSINE,true", "COSINE,false", "DOT,true", "DOT,false"})
  void aJoinerOfOneDepartmentRanksBelowAnActorAcrossThree(Affinity affinity, boolean linked) {
    TenantModel model = Organisations.model(affinity, linked);
    List<Double> joiner = scores(model, JOINER);
    List<Double> intruder = scores(model, INTRUDER);
    assertThat(joiner, everyItem(is(lessThan(0.5))));
    assertThat(intruder, everyItem(is(greaterThan(1.0))));
  }

  @Test
  void aNewActorsScoreFollowsTheFormula() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    Standardization standardization = model.standardization();
    // legal-share-0 beside finance-share-1 and research-share-2: at right angles to both.
    double evidence = (20.0 / 30) * standardization.mean() / standardization.standardDeviation();
    double rarity = 1 - Math.log(11) / Math.log(31);
    assertThat(
        scores(model, INTRUDER).get(0), closeTo((2 * rarity + 2 * evidence) / (2 + 2), 1e-12));
  }

  @Test
  void aNewActorsScoreGrowsWithTheCommunitiesTouched() {
    TenantModel model = Organisations.model(Affinity.COSINE, false);
    Standardization standardization = model.standardization();
    double evidence = (20.0 / 30) * standardization.mean() / standardization.standardDeviation();
    double rarity = 1 - Math.log(11) / Math.log(31);
    double expected = (2 * rarity + 2 * evidence) / (2 + 2) + Math.log(3);
    assertThat(scores(model, INTRUDER).get(0), closeTo(Math.min(expected, top(model)), 1e-12));
  }

  @Test
  void aNewActorsScoreGrowsWithMoreResourcesThanUsual() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    // The average user touches six resources; sixteen are 16/6 times as many.
    List<AccessKey> everything =
        model.accesses().resources().stream().map(resource -> access("walker", resource)).toList();
    List<Double> all = scores(model, everything);
    int common = model.accesses().resources().indexOf("common");
    assertThat(all.get(common), closeTo(Math.log(16.0 / 6), 1e-12));
  }

  @Test
  void whatEverybodyTouchesSaysNothingOfANewActor() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    List<AccessKey> accesses = new ArrayList<>(JOINER);
    accesses.add(access("joiner", "common"));
    assertThat(scores(model, accesses).get(3), is(0.0));
  }

  @Test
  void aNewActorOfOneResourceHasItsRarityAsScore() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    ScoredAccess scored = score(model, List.of(access("joiner", "legal-share-0"))).get(0);
    assertThat(scored.reason(), is(Reason.NEW_ACTOR));
    assertThat(scored.score(), closeTo(1 - Math.log(11) / Math.log(31), 1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void aNewShareOfOneTeamRanksBelowOneThatReachesAcrossDepartments(Affinity affinity) {
    TenantModel model = Organisations.model(affinity, true);
    List<Double> team =
        scores(
            model,
            IntStream.range(0, 3).mapToObj(i -> access("legal-user-" + i, "new-share")).toList());
    List<Double> across =
        scores(
            model,
            Organisations.DEPARTMENTS.stream()
                .map(department -> access(department + "-user-0", "new-share"))
                .toList());
    assertThat(Collections.max(team), is(lessThan(Collections.min(across))));
    assertThat(team, everyItem(is(lessThan(0.5))));
  }

  @ParameterizedTest
  @EnumSource
  void aPopularNewShareDoesNotFlood(Affinity affinity) {
    TenantModel model = Organisations.model(affinity, true);
    List<AccessKey> accesses =
        model.accesses().users().stream().map(user -> access(user, "portal")).toList();
    assertThat(scores(model, accesses), everyItem(is(lessThan(0.5))));
  }

  @ParameterizedTest
  @EnumSource
  void aMoveToANewServerDoesNotFlood(Affinity affinity) {
    TenantModel model = Organisations.model(affinity, true);
    List<AccessKey> accesses =
        IntStream.range(0, 10)
            .boxed()
            .flatMap(
                user ->
                    IntStream.range(0, 5)
                        .mapToObj(i -> access("legal-user-" + user, "moved-share-" + i)))
            .toList();
    assertThat(scores(model, accesses), everyItem(is(lessThan(0.5))));
  }

  @ParameterizedTest
  @EnumSource
  void aSweepOverHostsNobodyTouchedStandsOut(Affinity affinity) {
    TenantModel model = Organisations.model(affinity, true);
    List<AccessKey> sweep =
        IntStream.range(0, 20)
            .mapToObj(i -> access("legal-user-0", "\\\\pc" + i + "\\c$"))
            .toList();
    List<AccessKey> team =
        IntStream.range(1, 4).mapToObj(i -> access("legal-user-" + i, "new-share")).toList();
    List<ScoredAccess> scored = score(model, Stream.concat(sweep.stream(), team.stream()).toList());
    for (ScoredAccess access : scored.subList(0, 20)) {
      assertThat(access.reason(), is(Reason.NEW_RESOURCE));
      assertThat(access.score(), closeTo(Math.min(0.5 + Math.log(20), top(model)), 1e-12));
    }
    for (ScoredAccess access : scored.subList(20, 23)) {
      assertThat(access.score(), is(lessThan(0.5)));
    }
  }

  @Test
  void aNewActorOnANewResourceHasAScoreOf1() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    ScoredAccess scored = score(model, List.of(access("joiner", "new-share"))).get(0);
    assertThat(scored.reason(), is(Reason.NEW_ACTOR_AND_RESOURCE));
    assertThat(scored.score(), is(1.0));
    assertThat(scored.percentile(), is(model.trainingScores().percentile(1.0)));
  }

  @Test
  void aTenantWithoutAModelHasOnlyNewActorsOnNewResources() {
    List<ScoredAccess> scored =
        UnseenAccessScorer.ofUnknownTenant()
            .score(
                List.of(
                    new AccessKey("new", "amy", "a"),
                    new AccessKey("new", "amy", "b"),
                    new AccessKey("new", "bob", "b")));
    assertThat(
        scored.get(0),
        is(new ScoredAccess(1 + StrictMath.log(1.5), 50, Reason.NEW_ACTOR_AND_RESOURCE)));
    assertThat(scored.get(2), is(new ScoredAccess(1, 50, Reason.NEW_ACTOR_AND_RESOURCE)));
  }

  @Property(tries = 100)
  void scoresAreBoundedAndDoNotDependOnTheOrder(
      @ForAll long seed, @ForAll Affinity affinity, @ForAll boolean linked) {
    TenantModel model = Organisations.model(affinity, linked);
    Random random = new Random(seed);
    List<AccessKey> accesses = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      boolean newUser = random.nextBoolean();
      String user = newUser ? "new-" + random.nextInt(3) : pick(model.accesses().users(), random);
      String resource =
          newUser && random.nextBoolean()
              ? pick(model.accesses().resources(), random)
              : "new-share-" + random.nextInt(12);
      accesses.add(access(user, resource));
    }
    List<ScoredAccess> scored = score(model, accesses);
    for (ScoredAccess access : scored) {
      assertThat(access.score(), is(lessThanOrEqualTo(top(model))));
    }

    List<Integer> order = new ArrayList<>(IntStream.range(0, accesses.size()).boxed().toList());
    Collections.shuffle(order, random);
    List<ScoredAccess> shuffled = score(model, order.stream().map(accesses::get).toList());
    assertThat(shuffled, is(order.stream().map(scored::get).toList()));
  }

  @Test
  void refusesAnAccessWhoseSidesAreBothKnown() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    List<AccessKey> accesses = List.of(access("legal-user-0", "finance-share-0"));
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> score(model, accesses));
    assertThat(refusal.getMessage(), containsString("are known"));
  }

  @Test
  void refusesAnAccessOfAnotherTenant() {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    List<AccessKey> accesses = List.of(new AccessKey("other", "amy", "a"));
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> score(model, accesses));
    assertThat(refusal.getMessage(), containsString("not an access of tenant acme"));
  }

  private static double top(TenantModel model) {
    return model.standardization().ceiling() + 2;
  }

  private static String pick(List<String> ids, Random random) {
    return ids.get(random.nextInt(ids.size()));
  }

  private static AccessKey access(String user, String resource) {
    return new AccessKey("acme", user, resource);
  }

  private static List<ScoredAccess> score(TenantModel model, List<AccessKey> accesses) {
    return new UnseenAccessScorer(model).score(accesses);
  }

  private static List<Double> scores(TenantModel model, List<AccessKey> accesses) {
    return score(model, accesses).stream().map(ScoredAccess::score).toList();
  }
}
