package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.result.ResultColumn;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds together what says which columns a result has. The enum is the source. */
class ResultColumnsTest {
  private static final String TEMPLATE = "azure/ingestion.json";
  private static final List<String> COLUMNS =
      Stream.of(ResultColumn.values()).map(c -> c.label() + " " + c.type().label()).toList();

  @Test
  void areTheTablesColumns() {
    JsonNode table =
        Scripts.resources(TEMPLATE, "Microsoft.OperationalInsights/workspaces/tables").get(0);

    assertThat(columns(table.at("/properties/schema/columns")), equalTo(COLUMNS));
  }

  @Test
  void areTheColumnsOfTheDataCollectionRulesStream() {
    JsonNode stream =
        rule().at("/properties/streamDeclarations/Custom-AnomalousResourceAccessResult_CL");

    assertThat(columns(stream.get("columns")), equalTo(COLUMNS));
  }

  @Test
  void areTheColumnsOfTheTableInTheReadme() {
    String text = Scripts.text("sentinel/README.md");
    String heading = "## The results' columns";
    String rest = text.substring(text.indexOf(heading) + heading.length());
    String section = rest.split("\n## ", 2)[0];

    List<String> documented =
        Pattern.compile("^\\| `(\\w+)` \\| (\\w+) \\|", Pattern.MULTILINE)
            .matcher(section)
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();

    assertThat(documented, equalTo(COLUMNS));
  }

  @Test
  void areTheFieldsOfAResultAsJson() throws Exception {
    Instant time = Instant.parse("2026-03-31T14:00:00Z");
    Anomaly anomaly =
        new Anomaly(
            time,
            "id",
            "0",
            "contoso\\alice",
            "\\\\fs01\\finance",
            "alice",
            "contoso",
            "S-1-5-21-1",
            "fs01",
            "contoso.example",
            "10.0.0.1",
            4.5,
            99.9,
            Reason.LOW_AFFINITY,
            Severity.MEDIUM,
            5.5,
            1,
            time,
            time,
            "{}",
            "model");

    List<String> fields = new ArrayList<>();
    new ObjectMapper()
        .readTree(AnomalyJson.write(anomaly))
        .fields()
        .forEachRemaining(field -> fields.add(field.getKey() + " " + typeOf(field.getValue())));

    assertThat(fields, equalTo(COLUMNS));
  }

  @Test
  void reachTheTableAsTheyAre() {
    JsonNode flow = rule().at("/properties/dataFlows/0");

    assertThat(
        Scripts.texts(flow.get("streams")), contains("Custom-AnomalousResourceAccessResult_CL"));
    assertThat(flow.get("outputStream").asText(), is("Custom-AnomalousResourceAccessResult_CL"));
    assertThat(flow.get("transformKql").asText(), is("source"));
  }

  @Test
  void haveNamesThatLogAnalyticsTakes() {
    List<String> names = Stream.of(ResultColumn.values()).map(ResultColumn::label).toList();

    assertThat(names, everyItem(matchesPattern("[A-Za-z][A-Za-z0-9_]{0,44}")));
    assertThat(
        names,
        everyItem(
            not(
                oneOf(
                    "_ResourceId",
                    "id",
                    "_SubscriptionId",
                    "TenantId",
                    "Type",
                    "UniqueId",
                    "Title"))));
  }

  private static String typeOf(JsonNode value) {
    if (value.isTextual()) {
      return value.asText().matches("\\d{4}-\\d{2}-\\d{2}T.*Z") ? "datetime" : "string";
    }
    if (value.isObject()) {
      return "dynamic";
    }
    return value.isIntegralNumber() ? "long" : "real";
  }

  private static JsonNode rule() {
    return Scripts.resources(TEMPLATE, "Microsoft.Insights/dataCollectionRules").get(0);
  }

  private static List<String> columns(JsonNode columns) {
    return Scripts.elements(columns)
        .map(column -> column.get("name").asText() + " " + column.get("type").asText())
        .toList();
  }
}
