package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class IngestionTemplateTest {
  private static final String TEMPLATE = "azure/ingestion.json";
  private static final String TABLE_TYPE = "Microsoft.OperationalInsights/workspaces/tables";
  private static final String RULE_TYPE = "Microsoft.Insights/dataCollectionRules";
  private static final String RULE_ID =
      "[resourceId('Microsoft.Insights/dataCollectionRules', parameters('ruleName'))]";

  @Test
  void makesTablesThatAnalyticsRulesCanRead() {
    List<JsonNode> tables = Scripts.resources(TEMPLATE, TABLE_TYPE);

    assertThat(
        tables.stream().map(table -> table.at("/properties/schema/name").asText()).toList(),
        contains("AnomalousResourceAccessResult_CL", "AnomalousResourceAccessRun_CL"));
    for (JsonNode table : tables) {
      assertThat(table.at("/properties/plan").asText(), is("Analytics"));
    }
  }

  @Test
  void takesEveryColumnOfATableFromTheStreamOfItsName() {
    JsonNode rule = Scripts.resources(TEMPLATE, RULE_TYPE).get(0).get("properties");

    assertThat(rule.get("dataFlows").size(), is(2));
    for (JsonNode table : Scripts.resources(TEMPLATE, TABLE_TYPE)) {
      String stream = "Custom-" + table.at("/properties/schema/name").asText();
      assertThat(
          columns(rule.at("/streamDeclarations/" + stream + "/columns")),
          equalTo(columns(table.at("/properties/schema/columns"))));
      assertThat(
          Scripts.elements(rule.get("dataFlows"))
              .filter(flow -> flow.get("outputStream").asText().equals(stream))
              .map(flow -> flow.get("streams").toString() + flow.get("transformKql").asText())
              .toList(),
          contains("[\"" + stream + "\"]source"));
    }
  }

  @Test
  void makesARuleWithAnEndpointOfItsOwn() {
    JsonNode rule = Scripts.resources(TEMPLATE, RULE_TYPE).get(0);

    assertThat(rule.get("kind").asText(), is("Direct"));
    // The names of rules with their own endpoint are limited to 30 characters.
    assertThat(Scripts.json(TEMPLATE).at("/parameters/ruleName/maxLength").asInt(), is(30));
  }

  @Test
  void makesTheTablesBeforeTheRuleThatWritesToThem() {
    JsonNode rule = Scripts.resources(TEMPLATE, RULE_TYPE).get(0);

    assertThat(
        Scripts.texts(rule.get("dependsOn")),
        contains(
            "[resourceId('Microsoft.OperationalInsights/workspaces/tables',"
                + " parameters('workspaceName'), variables('table'))]",
            "[resourceId('Microsoft.OperationalInsights/workspaces/tables',"
                + " parameters('workspaceName'), variables('runTable'))]"));
  }

  @Test
  void sendsToTheWorkspaceOnly() {
    JsonNode properties = Scripts.resources(TEMPLATE, RULE_TYPE).get(0).get("properties");

    assertThat(
        properties.at("/destinations/logAnalytics/0/name").asText(),
        is(properties.at("/dataFlows/0/destinations/0").asText()));
    assertThat(properties.at("/destinations/logAnalytics").size(), is(1));
  }

  @Test
  void grantsMonitoringMetricsPublisherOnTheRuleAlone() {
    JsonNode assignment =
        Scripts.resources(TEMPLATE, "Microsoft.Authorization/roleAssignments").get(0);

    // The identifier of the built-in role Monitoring Metrics Publisher.
    assertThat(
        Scripts.json(TEMPLATE).at("/variables/monitoringMetricsPublisher").asText(),
        containsString("'3913510d-42f4-4e42-8a64-420c390055eb'"));
    assertThat(
        assignment.get("scope").asText(),
        is("[format('Microsoft.Insights/dataCollectionRules/{0}', parameters('ruleName'))]"));
    assertThat(Scripts.texts(assignment.get("dependsOn")), contains(RULE_ID));
    assertThat(assignment.get("condition").asText(), is("[not(empty(parameters('principalId')))]"));
  }

  @Test
  void answersWithWhatScoreNeeds() {
    JsonNode outputs = Scripts.json(TEMPLATE).get("outputs");

    assertThat(
        outputs.at("/ingestionEndpoint/value").asText(), endsWith(".endpoints.logsIngestion]"));
    assertThat(outputs.at("/dataCollectionRuleId/value").asText(), endsWith(".immutableId]"));
    assertThat(
        Scripts.json(TEMPLATE).at("/variables/stream").asText(),
        is("Custom-AnomalousResourceAccessResult_CL"));
  }

  private static List<String> columns(JsonNode columns) {
    return Scripts.elements(columns)
        .map(column -> column.get("name").asText() + " " + column.get("type").asText())
        .toList();
  }
}
