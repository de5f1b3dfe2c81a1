package dev.byoml.model.explain;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ActorStory;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest {
  private final TenantModel linked = Organisations.model(Affinity.COSINE, true);
  private final TenantModel apart = Organisations.model(Affinity.COSINE, false);

  @Test
  void namesTheUsersWhoTouchTheResourceMost() {
    // user n touched share 2 of the department 1 + 2n times
    JsonNode explanation = explain(linked, "legal-user-3", "finance-share-2");
    assertThat(
        explanation.get("usualUsers").findValuesAsText("user"),
        contains(
            "finance-user-9",
            "finance-user-8",
            "finance-user-7",
            "finance-user-6",
            "finance-user-5"));
    assertThat(
        explanation.get("usualUsers").findValuesAsText("accesses"),
        contains("19", "17", "15", "13", "11"));
    assertThat(explanation.get("usualUsers").findValuesAsText("days"), everyItem(is("2")));
    assertThat(explanation.get("userCount").intValue(), is(10));
  }

  @Test
  void namesTheResourcesTheUserTouchesMost() {
    // user 3 touched share n 1 + 3n times, four times a day, and the common one ten times on a day
    JsonNode explanation = explain(linked, "legal-user-3", "finance-share-2");
    assertThat(
        explanation.get("usualResources").findValuesAsText("resource"),
        contains("legal-share-4", "legal-share-3", "legal-share-2"));
    assertThat(explanation.get("resourceCount").intValue(), is(6));
  }

  @Test
  void comparesTheAffinityWithTheExpectedOne() {
    JsonNode explanation = explain(linked, "legal-user-3", "finance-share-2");
    assertThat(explanation.get("affinity").doubleValue(), closeTo(0.2 / Math.sqrt(1.08), 1e-6));
    assertThat(
        explanation.get("expectedAffinity").doubleValue(), is(linked.standardization().mean()));
  }

  @Test
  void tellsTheSizesOfTheCommunities() {
    JsonNode explanation = explain(apart, "legal-user-3", "finance-share-2");
    for (String side : List.of("actorCommunity", "resourceCommunity")) {
      assertThat(explanation.get(side).get("users").intValue(), is(10));
      assertThat(explanation.get(side).get("resources").intValue(), is(5));
    }
  }

  @Test
  void namesTheMostActiveMembersOfTwoCommunities() {
    // user n touches the five shares 5 + 10n times in all, share s 10 + 45s times
    JsonNode community = explain(apart, "legal-user-3", "finance-share-2").get("resourceCommunity");
    assertThat(
        texts(community.get("typicalUsers")),
        contains("finance-user-9", "finance-user-8", "finance-user-7"));
    assertThat(
        texts(community.get("typicalResources")),
        contains("finance-share-4", "finance-share-3", "finance-share-2"));
  }

  @Test
  void namesThePeersNearestByFactors() {
    // All of the department have the same factors; the first in order come first.
    JsonNode explanation = explain(linked, "legal-user-3", "finance-share-2");
    assertThat(
        explanation.get("peers").findValuesAsText("user"),
        contains("legal-user-0", "legal-user-1", "legal-user-2", "legal-user-4", "legal-user-5"));
    assertThat(explanation.get("peers").get(0).has("similarity"), is(false));
    assertThat(explanation.get("peers").findValuesAsText("accesses"), everyItem(is("0")));
  }

  @Test
  void namesThePeersFirstWhoTouchTheResourceAndTellsHowAlikeTheyAre() {
    AccessMatrixBuilder accesses = new AccessMatrixBuilder("t");
    for (int user = 0; user < 10; user++) {
      accesses.add("user-" + user, "common", 4, 1);
    }
    accesses.add("user-2", "ledger", 2, 1);
    AccessMatrix matrix = accesses.build();
    double[] factors = new double[2 * matrix.users().size()];
    for (int user = 0; user < matrix.users().size(); user++) {
      factors[2 * user] = 1;
      factors[2 * user + 1] = user / 10.0;
    }
    TenantModel model =
        TenantModelFactory.create(
            matrix,
            LearnedModel.ofFactors(
                new Factorization(
                    Factors.rounded(2, factors),
                    Factors.rounded(2, new double[] {1, 0, 0, 1}),
                    List.of())),
            TrainingParameters.DEFAULT);

    JsonNode explanation = explain(model, "user-0", "ledger");

    assertThat(explanation.get("peerCount").intValue(), is(3));
    assertThat(
        explanation.get("peers").findValuesAsText("user"), contains("user-2", "user-1", "user-3"));
    assertThat(explanation.get("peers").findValuesAsText("accesses"), contains("2", "0", "0"));
    assertThat(
        explanation.get("peers").get(1).get("similarity").doubleValue(),
        closeTo(1 / Math.sqrt(1.01), 1e-6));
  }

  @Test
  void tellsOfTheActorsWindowAndNamesASweep() throws JsonProcessingException {
    ActorStory story = new ActorStory(7, 6, 5, 3, 4, 3, 2);
    JsonNode explanation =
        parsed(
            new Explainer(linked)
                .explain("legal-user-3", "finance-share-2", scored(Reason.LOW_AFFINITY), story));
    assertThat(
        explanation.get("actorStory").toString(),
        is(
            "{\"newAccesses\":6,\"oddAccesses\":5,\"hosts\":3,\"administrativeShares\":4,"
                + "\"communities\":2}"));
    assertThat(explanation.get("sweep").toString(), is("{\"administrativeShares\":4,\"hosts\":3}"));
    assertThat(
        explanation.get("summary").textValue(),
        containsString(
            "It is part of a sweep: legal-user-3 reached 4 administrative shares and 3 hosts for"
                + " the first time in this window."));
  }

  @Test
  void countsThePeersWhoTouchTheResource() {
    // Of 29 others five are near, all of them of the own department.
    JsonNode explanation = explain(linked, "legal-user-3", "legal-share-0");
    assertThat(explanation.get("peerCount").intValue(), is(5));
    assertThat(explanation.get("peersWithAccess").intValue(), is(5));
  }

  @Test
  void takesNobodyOfAnotherCommunityForAPeer() {
    JsonNode explanation = explain(apart, "legal-user-3", "finance-share-2");
    assertThat(explanation.get("peerCount").intValue(), is(3));
  }

  @Test
  void tellsPercentileAndPopularity() {
    JsonNode explanation = explain(linked, "legal-user-3", "finance-share-2");
    assertThat(explanation.get("percentile").doubleValue(), is(100.0));
    assertThat(explanation.get("popularity").doubleValue(), closeTo(1.0 / 3, 1e-12));
  }

  @Test
  void saysInASentenceWhyAnAccessIsOdd() {
    assertThat(
        summary(linked, "legal-user-3", "finance-share-2"),
        is(
            "legal-user-3 never touched finance-share-2 before and is unlike the 10 users who did,"
                + " usually finance-user-9; of the 5 users most like legal-user-3, none did."));
    assertThat(
        summary(apart, "legal-user-3", "finance-share-2"),
        is(
            "legal-user-3 never touched finance-share-2 before, and no chain of earlier accesses"
                + " links the two: legal-user-3 works with 9 other users, finance-share-2 belongs"
                + " to 10 users, most active finance-user-9."));
    assertThat(
        summary(linked, "legal-user-3", "legal-share-0"),
        is("legal-user-3 touched legal-share-0 before, 1 time in training."));
  }

  @Test
  void saysInASentenceWhatIsNew() {
    Explainer explainer = new Explainer(linked);
    assertThat(
        summary(explainer.explain("joiner", "legal-share-0", scored(Reason.NEW_ACTOR))),
        is(
            "joiner was not seen in training; 10 users touched legal-share-0 then, only on single"
                + " days, as legal-user-0."));
    assertThat(
        summary(explainer.explain("legal-user-1", "portal", scored(Reason.NEW_RESOURCE))),
        is(
            "portal was not seen in training; legal-user-1 touched 6 other resources then, usually"
                + " legal-share-4."));
    assertThat(
        summary(explainer.explain("joiner", "portal", scored(Reason.NEW_ACTOR_AND_RESOURCE))),
        is("Neither joiner nor portal was seen in training."));
  }

  @Test
  void leavesOutWhatIsNotKnownOfANewActor() throws JsonProcessingException {
    JsonNode explanation =
        new ObjectMapper()
            .readTree(
                new Explainer(linked).explain("joiner", "legal-share-0", scored(Reason.NEW_ACTOR)));
    List<String> fields = new ArrayList<>();
    explanation.fieldNames().forEachRemaining(fields::add);
    assertThat(
        fields,
        contains(
            "summary", "percentile", "usualUsers", "userCount", "popularity", "resourceCommunity"));
  }

  @Test
  void explainsAnAccessOfATenantWithoutAModel() {
    assertThat(
        Explainer.ofUnknownTenant()
            .explain("joiner", "portal", scored(Reason.NEW_ACTOR_AND_RESOURCE)),
        is("{\"summary\":\"Neither joiner nor portal was seen in training.\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u0000", "\uD83D\uDE00", "\u20AC", "\""})
  void fitsInto8KilobytesWhateverTheIds(String unit) {
    String longId = unit.repeat(5000);
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    for (int i = 0; i < 6; i++) {
      builder.add(longId + i, longId, 1, 1).add(longId, longId + i, 1, 1);
    }
    AccessMatrix accesses = builder.build();
    TenantModel model =
        TenantModelFactory.create(
            accesses,
            LearnedModel.ofFactors(
                new Factorization(
                    ones(accesses.users().size()), ones(accesses.resources().size()), List.of())),
            TrainingParameters.DEFAULT);

    String explanation =
        new Explainer(model).explain(longId + 0, longId + 1, new AccessScorer(model).score(1, 2));

    int bytes = explanation.getBytes(StandardCharsets.UTF_8).length;
    assertThat(bytes, is(lessThanOrEqualTo(Explainer.MAX_BYTES)));
    assertThat(
        new String(explanation.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
        is(explanation));
  }

  private static Factors ones(int rows) {
    double[] values = new double[rows];
    Arrays.fill(values, 1);
    return Factors.rounded(1, values);
  }

  @Test
  void callsAnAccessOrdinaryThatFitsBetterThanMost() {
    Explainer explainer = new Explainer(linked);
    assertThat(
        summary(
            explainer.explain(
                "legal-user-3", "finance-share-2", new ScoredAccess(-1, 30, Reason.LOW_AFFINITY))),
        containsString("but is much like the 10 users who did"));
  }

  @Test
  void callsAnAccessSomewhatOddThatFitsWorseThanHalf() {
    Explainer explainer = new Explainer(linked);
    assertThat(
        summary(
            explainer.explain(
                "legal-user-3", "finance-share-2", new ScoredAccess(0.5, 80, Reason.LOW_AFFINITY))),
        containsString("and is somewhat unlike the 10 users who did"));
  }

  @Test
  void givesTheSameAnswerWhoeverAsksFirst() {
    String first = explain(linked, "legal-user-3", "finance-share-2").toString();
    explain(linked, "finance-user-1", "legal-share-0");
    assertThat(explain(linked, "legal-user-3", "finance-share-2").toString(), is(first));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  private static ScoredAccess scored(Reason reason) {
    return new ScoredAccess(1, 90, reason);
  }

  private static JsonNode explain(TenantModel model, String user, String resource) {
    ScoredAccess scored = new AccessScorer(model).score(user, resource).orElseThrow();
    return parsed(new Explainer(model).explain(user, resource, scored));
  }

  private static String summary(TenantModel model, String user, String resource) {
    return explain(model, user, resource).get("summary").textValue();
  }

  private static String summary(String explanation) {
    return parsed(explanation).get("summary").textValue();
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
