package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
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
  void holdsTheFunctionUnderTheNameThatQueriesCall() {
    List<String> functions =
        Scripts.resources(TEMPLATE, SAVED_SEARCHES).stream()
            .map(search -> search.at("/properties/functionAlias").asText())
            .filter(alias -> !alias.isEmpty())
            .toList();

    assertThat(functions, contains("AnomalousResourceAccess"));
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
        expressions, everyItem(matchesPattern("\\[(format|parameters|resourceId)\\(.*\\)]")));
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
  void showsInItsWorkbookWhatAnOwnerAsksFor() {
    List<String> names = new ArrayList<>();
    collectNames(Scripts.json("sentinel/workbook/AnomalousResourceAccess.json"), names);

    for (String name :
        List.of("trend", "top actors", "heat map", "reasons", "model versions", "freshness")) {
      assertThat(names, hasItem(name));
    }
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
