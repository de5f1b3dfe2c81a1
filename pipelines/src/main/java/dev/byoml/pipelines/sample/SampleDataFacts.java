package dev.byoml.pipelines.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.sample.PlantedScenario;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.activity.ScenarioKind;
import dev.byoml.model.sample.export.SampleCounts;

/** Says in JSON what sample data hold, for scripts and tests. */
final class SampleDataFacts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter LINES =
      JSON.writer(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private SampleDataFacts() {}

  /** The text of {@code sample.json}: parameters, windows, tenants and what is planted. */
  static String sample(SampleDataParameters parameters, SampleOrganization organization) {
    ObjectNode facts = JSON.createObjectNode();
    facts.put("seed", parameters.seed());
    facts.put("users", parameters.users());
    facts.put("resources", parameters.resources());
    facts.put("days", parameters.days());
    SampleWindows windows = organization.windows();
    facts.put("trainingFrom", windows.trainingFrom().toString());
    facts.put("trainingTo", windows.trainingTo().toString());
    facts.put("scoringFrom", windows.scoringFrom().toString());
    facts.put("scoringTo", windows.scoringTo().toString());
    ArrayNode tenants = facts.putArray("tenants");
    for (SampleTenant tenant : organization.tenants()) {
      ObjectNode described = tenants.addObject();
      described.put("tenantId", tenant.identity().tenantId());
      described.put("name", tenant.identity().netbiosDomain());
      described.put("workspaceResourceId", tenant.identity().workspaceResourceId());
      described.put("users", tenant.accounts().size());
      described.put("resources", tenant.shares().size());
      described.put("departments", tenant.departments().size());
      ArrayNode scenarios = described.putArray("scenarios");
      tenant.scenarios().forEach(scenario -> describe(scenario, scenarios.addObject()));
    }
    return text(facts);
  }

  /** The text of {@code counts.json}: what is in the export, as the default template reads it. */
  static String counts(SampleDataSummary summary) {
    ObjectNode facts = JSON.createObjectNode();
    describe(summary.training(), facts.putObject("training"));
    describe(summary.scoring(), facts.putObject("scoring"));
    describe(summary.training().plus(summary.scoring()), facts.putObject("total"));
    facts.put("blobs", summary.blobs());
    ObjectNode labels = facts.putObject("labels");
    labels.put("anomalous", summary.anomalousLabels());
    labels.put("harmless", summary.harmlessLabels());
    return text(facts);
  }

  private static void describe(PlantedScenario scenario, ObjectNode facts) {
    ScenarioKind kind = scenario.kind();
    facts.put("kind", kind.name());
    facts.put("label", kind.isAnomalous() ? 1 : 0);
    facts.put("first", scenario.first().toString());
    facts.put("last", scenario.last().toString());
    ArrayNode accesses = facts.putArray("accesses");
    scenario
        .accesses()
        .forEach(
            access ->
                accesses.addObject().put("user", access.user()).put("resource", access.resource()));
  }

  private static void describe(SampleCounts counts, ObjectNode facts) {
    facts.put("lines", counts.lines());
    facts.put("event5140", counts.event5140());
    facts.put("otherEvents", counts.otherEvents());
    facts.put("used", counts.used());
    facts.put("duplicates", counts.duplicates());
    facts.put("filtered", counts.filtered());
    facts.put("rejected", counts.rejected());
  }

  private static String text(ObjectNode facts) {
    try {
      return LINES.writeValueAsString(facts) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always written", e);
    }
  }
}
