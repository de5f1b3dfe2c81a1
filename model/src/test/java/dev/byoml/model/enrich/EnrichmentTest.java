package dev.byoml.model.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrichmentTest {
  private static final Enrichment ENRICHMENT =
      Enrichment.of(
          List.of(
              user(null, "Fabrikam\\Ann", Map.of("department", "Finance", "weight", "2")),
              user("t1", "fabrikam\\ann", Map.of("department", "Legal", "title", "")),
              new Entry(Side.RESOURCE, null, "\\\\fs1\\pay", Map.of("weight", "3"))));

  @Test
  void findsAttributesWhateverTheCaseOfTheId() {
    assertThat(
        ENRICHMENT.attributes(Side.USER, "t2", "fabrikam\\ANN"),
        is(Map.of("department", "Finance")));
  }

  @Test
  void whatIsSaidOfATenantsUserGoesBeforeWhatIsSaidOfAnyTenants() {
    assertThat(
        ENRICHMENT.attributes(Side.USER, "t1", "fabrikam\\ann"), is(Map.of("department", "Legal")));
  }

  @Test
  void knowsNothingOfOthers() {
    assertThat(ENRICHMENT.attributes(Side.USER, "t1", "fabrikam\\bob"), is(Map.of()));
    assertThat(ENRICHMENT.attributes(Side.RESOURCE, "t1", "fabrikam\\ann"), is(Map.of()));
  }

  @Test
  void anAccessWeighsAsMuchAsBothItsSides() {
    assertThat(ENRICHMENT.weight("t2", "fabrikam\\ann", "\\\\FS1\\PAY"), is(6.0));
    assertThat(ENRICHMENT.weight("t1", "fabrikam\\ann", "\\\\fs1\\other"), is(1.0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "much", "Infinity"})
  void refusesAWeightThatIsNoPositiveNumber(String weight) {
    List<Entry> entries = List.of(user(null, "ann", Map.of("weight", weight)));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Enrichment.of(entries));
    assertThat(error.getMessage(), containsString("weight of ann"));
  }

  @Test
  void refusesTwoDescriptionsOfOneUser() {
    List<Entry> entries = List.of(user(null, "ann", Map.of()), user(null, "ANN", Map.of()));
    assertThrows(IllegalArgumentException.class, () -> Enrichment.of(entries));
  }

  @Test
  void anExplanationEndsWithWhatIsKnown() throws IOException {
    String explanation =
        EnrichedExplanation.of(
            "{\"summary\":\"Odd.\"}", Map.of("department", "Legal"), Map.of("owner", "Bob"), 8192);
    JsonNode json = new ObjectMapper().readTree(explanation);
    assertThat(
        json.get("summary").asText(),
        is("Odd. The actor's department is Legal. The resource's owner is Bob."));
    assertThat(json.at("/actorAttributes/department").asText(), is("Legal"));
    assertThat(json.at("/resourceAttributes/owner").asText(), is("Bob"));
  }

  @Test
  void cutsValuesThatWouldMakeAnExplanationTooLong() throws IOException {
    String explanation =
        EnrichedExplanation.of(
            "{\"summary\":\"Odd.\"}", Map.of("title", "x".repeat(5000)), Map.of(), 300);
    assertThat(explanation.getBytes(StandardCharsets.UTF_8).length, is(lessThanOrEqualTo(300)));
    assertThat(
        new ObjectMapper().readTree(explanation).at("/actorAttributes/title").asText(),
        endsWith("…"));
  }

  private static Entry user(String tenant, String id, Map<String, String> attributes) {
    return new Entry(Side.USER, tenant, id, attributes);
  }
}
