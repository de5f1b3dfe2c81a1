package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTemplateTest {
  private static final String TEMPLATE = "sentinel/content.json";
  private static final String SAVED_SEARCHES =
      "Microsoft.OperationalInsights/workspaces/savedSearches";

  @Test
  void holdsAtLeastFiveHuntingQueries() {
    List<JsonNode> hunting =
        Scripts.resources(TEMPLATE, SAVED_SEARCHES).stream()
            .filter(search -> search.at("/properties/category").asText().equals("Hunting Queries"))
            .toList();

    assertThat(hunting, hasSize(Scripts.list("sentinel/hunting", ".yaml").size()));
    assertThat(hunting, hasSize(greaterThanOrEqualTo(5)));
    for (JsonNode query : hunting) {
      assertThat(
          Scripts.elements(query.at("/properties/tags"))
              .map(tag -> tag.get("name").asText())
              .toList(),
          contains("description", "tactics", "techniques"));
    }
  }

  @Test
  void holdsTheWorkbookAsItIsWritten() throws Exception {
    JsonNode workbook = Scripts.resources(TEMPLATE, "Microsoft.Insights/workbooks").get(0);

    assertThat(
        new ObjectMapper().readTree(workbook.at("/properties/serializedData").asText()),
        equalTo(Scripts.json("sentinel/workbook/AnomalousResourceAccess.json")));
    assertThat(workbook.at("/properties/category").asText(), is("sentinel"));
  }

  @Test
  void takesNoTextForAnExpression() {
    List<String> texts = new ArrayList<>();
    collectTexts(Scripts.json(TEMPLATE).get("resources"), texts);

    List<String> expressions = texts.stream().filter(text -> text.startsWith("[")).toList();
    assertThat(
        expressions,
        everyItem(
            matchesPattern("\\[(format|parameters|resourceId|extensionResourceId)\\(.*\\)]")));
  }

  @Test
  void isSmallEnoughToDeploy() throws Exception {
    assertThat(Files.size(Scripts.file(TEMPLATE)), is(lessThan(4L * 1024 * 1024)));
  }

  @Test
  void givesEveryResourceAnIdOfItsOwn() {
    List<String> names =
        Scripts.elements(Scripts.json(TEMPLATE).get("resources"))
            .map(resource -> resource.get("name").asText())
            .toList();

    assertThat(Set.copyOf(names), hasSize(names.size()));
  }

  @Test
  void saysWhichItemOfTheSolutionEachResourceWasMadeOf() {
    List<String> parents =
        Scripts.resources(TEMPLATE, "Microsoft.SecurityInsights/metadata").stream()
            .map(metadata -> metadata.at("/properties/parentId").asText())
            .toList();
    List<JsonNode> made =
        Scripts.elements(Scripts.json(TEMPLATE).get("resources"))
            .filter(resource -> !resource.get("type").asText().endsWith("/metadata"))
            .toList();

    assertThat(parents, hasSize(made.size()));
    for (JsonNode resource : made) {
      String name = resource.get("name").asText().replaceAll(".*'([0-9a-f-]{36})'.*", "$1");
      assertThat(parents, hasItem(containsString("'" + name + "'")));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "analyst, top actors; accesses of the actor; peers of the actor; alerts of the actor; heat map",
    "owner, alerts against budget; false positives by actor; false positives by resource; allow-list",
    "operator, runs; run lag; rejected share; model versions; drift; freshness"
  })
  void answersInItsWorkbookWhatEachOfThreePeopleAsks(String person, String answers) {
    JsonNode group =
        Scripts.elements(
                Scripts.json("sentinel/workbook/AnomalousResourceAccess.json").get("items"))
            .filter(item -> item.at("/conditionalVisibility/value").asText().equals(person))
            .findFirst()
            .orElseThrow();
    List<String> names = new ArrayList<>();
    collectNames(group, names);

    assertThat(names, hasItems(answers.split("; ")));
  }

  @Test
  void linksFromItsWorkbookToTheEntityPage() {
    assertThat(
        Scripts.text("sentinel/workbook/AnomalousResourceAccess.json"),
        containsString("https://security.microsoft.com/user?sid="));
  }

  @Test
  void callsEachItemOfItsWorkbookByANameOfItsOwn() {
    List<String> names = new ArrayList<>();
    collectNames(Scripts.json("sentinel/workbook/AnomalousResourceAccess.json"), names);

    assertThat(Set.copyOf(names), hasSize(names.size()));
  }

  @Test
  void leavesNoLinkOrSecretInItsTexts() {
    List<String> texts = new ArrayList<>();
    collectTexts(Scripts.json(TEMPLATE).get("resources"), texts);

    assertThat(texts, everyItem(not(matchesPattern("(?is).*(password|sharedkey|sig=).*"))));
  }

  private static void collectTexts(JsonNode node, List<String> texts) {
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> collectTexts(child, texts));
  }

  private static void collectNames(JsonNode node, List<String> names) {
    if (node.has("type") && node.has("name") && node.has("content")) {
      names.add(node.get("name").asText());
    }
    node.forEach(child -> collectNames(child, names));
  }
}
