package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
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
    assertThat(explanation.get("userCount").intValue(), is(10));
  }

  @Test
  void namesTheResourcesTheUserTouchesMost() {
    // user 3 touched share n 1 + 3n times and the common one ten times; of equal ones the first
    JsonNode explanation = explain(linked, "legal-user-3", "finance-share-2");
    assertThat(
        explanation.get("usualResources").findValuesAsText("resource"),
        contains("legal-share-4", "common", "legal-share-3", "legal-share-2", "legal-share-1"));
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
    assertThat(explanation.get("actorCommunity").toString(), is("{\"users\":10,\"resources\":5}"));
    assertThat(
        explanation.get("resourceCommunity").toString(), is("{\"users\":10,\"resources\":5}"));
  }

  @Test
  void saysInASentenceWhyAnAccessIsOdd() {
    assertThat(
        summary(linked, "legal-user-3", "finance-share-2"),
        is(
            "legal-user-3 never touched finance-share-2 before and is unlike the 10 users who"
                + " did."));
    assertThat(
        summary(apart, "legal-user-3", "finance-share-2"),
        is(
            "legal-user-3 never touched finance-share-2 before, and nothing links the two: no"
                + " resource is shared with any of its 10 users."));
    assertThat(
        summary(linked, "legal-user-3", "legal-share-0"),
        is("legal-user-3 touched legal-share-0 before, 1 time in training."));
  }

  @Test
  void saysInASentenceWhatIsNew() {
    Explainer explainer = new Explainer(linked);
    assertThat(
        summary(explainer.explain("joiner", "legal-share-0", scored(Reason.NEW_ACTOR))),
        is("joiner was not seen in training; 10 users touched legal-share-0 then."));
    assertThat(
        summary(explainer.explain("legal-user-1", "portal", scored(Reason.NEW_RESOURCE))),
        is("portal was not seen in training; legal-user-1 touched 6 other resources then."));
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
    assertThat(fields, contains("summary", "usualUsers", "userCount", "resourceCommunity"));
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
            new Factorization(
                ones(accesses.users().size()), ones(accesses.resources().size()), List.of()),
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
    return new Factors(1, values);
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
