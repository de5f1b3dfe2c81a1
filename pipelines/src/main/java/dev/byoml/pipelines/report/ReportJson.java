package dev.byoml.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.report.picture.AccessFlows;
import dev.byoml.pipelines.report.picture.AccessGrid;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.transforms.metrics.RunMetrics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A report's data as the JSON that its page reads. Whatever comes up often is a number in the list
 * {@code values}: every id, every reason, every member of an explanation.
 */
final class ReportJson {
  /** What each number of an anomaly's row is; those of texts point into {@code values}. */
  private static final List<String> COLUMNS =
      List.of(
          "tenant",
          "actor",
          "resource",
          "reason",
          "score",
          "percentile",
          "accesses",
          "first",
          "last",
          "name",
          "domain",
          "sid",
          "host",
          "dnsDomain",
          "address",
          "recordId",
          "summary");

  private static final String SUMMARY = "summary";
  private static final int MOST_TENANTS = 200;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ReportData data;
  private final ReportSize size;
  private final ValueTable values = new ValueTable();
  private long bytes;

  private ReportJson(ReportData data, ReportSize size) {
    this.data = data;
    this.size = size;
  }

  /**
   * Writes a report's data.
   *
   * @return a tree in which anomalies beyond {@code size} are left out, and those near it are not
   *     explained
   */
  static ObjectNode of(ReportData data, ReportSize size) {
    return new ReportJson(data, size).write();
  }

  private ObjectNode write() {
    ObjectNode root = NODES.objectNode();
    root.put("total", data.total());
    root.put("whole", data.whole());
    root.set("window", window());
    data.metrics().ifPresent(metrics -> root.set("metrics", json(metrics)));
    if (!data.verdicts().isEmpty()) {
      root.set("verdicts", VerdictsJson.of(data.verdicts(), data.anomalies()));
    }
    root.set("model", model());
    root.set("pictures", pictures());
    bytes = ValueTable.bytes(root);
    List<JsonNode> explanations = new ArrayList<>();
    root.set("columns", MAPPER.valueToTree(COLUMNS));
    root.set("anomalies", anomalies(explanations));
    root.set("explanations", explanations(explanations));
    root.set("values", values.values());
    return root;
  }

  private ObjectNode window() {
    ObjectNode window = NODES.objectNode();
    List<Anomaly> anomalies = data.anomalies();
    anomalies.stream()
        .map(Anomaly::timeGenerated)
        .max(Instant::compareTo)
        .ifPresent(end -> window.put("end", end.toString()));
    anomalies.stream()
        .map(Anomaly::firstAccess)
        .min(Instant::compareTo)
        .ifPresent(first -> window.put("first", seconds(first)));
    anomalies.stream()
        .map(Anomaly::lastAccess)
        .max(Instant::compareTo)
        .ifPresent(last -> window.put("last", seconds(last)));
    return window;
  }

  private static JsonNode json(RunMetrics metrics) {
    return parsed(metrics.toJson());
  }

  private JsonNode model() {
    ObjectNode model = (ObjectNode) parsed(data.manifest().toJson());
    model.remove(List.of("files", "sha256"));
    model.put("template", data.manifest().template().name());
    ArrayNode tenants = NODES.arrayNode();
    for (JsonNode tenant : model.withArray("/tenants")) {
      if (tenants.size() < MOST_TENANTS) {
        tenants.add(((ObjectNode) tenant).without(List.of("files", "contentDigest")));
      }
    }
    model.set("tenants", tenants);
    return model;
  }

  private ArrayNode pictures() {
    ArrayNode pictures = NODES.arrayNode();
    for (TenantPictures tenant : data.pictures()) {
      ObjectNode picture = pictures.addObject();
      picture.put("tenant", tenant.tenant());
      picture.set("scores", MAPPER.valueToTree(tenant.scores()));
      ArrayNode flows = picture.putArray("flows");
      for (AccessFlows.Flow flow : tenant.flows().flows()) {
        flows
            .addArray()
            .add(values.number(flow.actor()))
            .add(values.number(flow.resource()))
            .add(flow.accesses())
            .add(flow.anomalous() ? 1 : 0);
      }
      picture.set("grid", grid(tenant.grid()));
    }
    return pictures;
  }

  private ObjectNode grid(AccessGrid grid) {
    ObjectNode json = NODES.objectNode();
    json.set("actors", members(grid.actors()));
    json.set("resources", members(grid.resources()));
    json.put("allActors", grid.allActors());
    json.put("allResources", grid.allResources());
    ArrayNode cells = json.putArray("cells");
    for (AccessGrid.Cell cell : grid.cells()) {
      cells
          .addArray()
          .add(cell.actor())
          .add(cell.resource())
          .add(cell.accesses())
          .add(cell.anomalous() ? 1 : 0);
    }
    return json;
  }

  private ArrayNode members(List<AccessGrid.Member> members) {
    ArrayNode json = NODES.arrayNode();
    for (AccessGrid.Member member : members) {
      json.addArray().add(values.number(member.id())).add(member.community());
    }
    return json;
  }

  /** The rows that fit, and what is left to explain of each. */
  private ArrayNode anomalies(List<JsonNode> explanations) {
    ArrayNode rows = NODES.arrayNode();
    for (Anomaly anomaly : data.anomalies()) {
      if (bytes + values.bytes() > size.rows()) {
        break;
      }
      ObjectNode explanation = (ObjectNode) parsed(anomaly.explanation());
      ArrayNode row = row(anomaly, explanation.path(SUMMARY).asText());
      explanation.remove(SUMMARY);
      explanations.add(explanation);
      rows.add(row);
      bytes += ValueTable.bytes(row) + 1;
    }
    return rows;
  }

  private ArrayNode row(Anomaly anomaly, String summary) {
    return NODES
        .arrayNode()
        .add(values.number(anomaly.tenant()))
        .add(values.number(anomaly.actor()))
        .add(values.number(anomaly.resource()))
        .add(values.number(anomaly.reason().label()))
        .add(anomaly.predictedScore())
        .add(anomaly.percentile())
        .add(anomaly.accessCount())
        .add(seconds(anomaly.firstAccess()))
        .add(seconds(anomaly.lastAccess()))
        .add(values.number(anomaly.actorName()))
        .add(values.number(anomaly.actorDomain()))
        .add(values.number(anomaly.actorSid()))
        .add(values.number(anomaly.hostName()))
        .add(values.number(anomaly.dnsDomain()))
        .add(values.number(anomaly.ipAddress()))
        .add(anomaly.recordId())
        .add(summary);
  }

  /** For each row from the top, as far as they fit: member and value, in turn. */
  private ArrayNode explanations(List<JsonNode> explanations) {
    ArrayNode json = NODES.arrayNode();
    for (JsonNode explanation : explanations) {
      if (bytes + values.bytes() > size.explanations()) {
        break;
      }
      ArrayNode members = json.addArray();
      for (Iterator<Map.Entry<String, JsonNode>> it = explanation.fields(); it.hasNext(); ) {
        Map.Entry<String, JsonNode> member = it.next();
        members.add(values.number(member.getKey())).add(values.number(member.getValue()));
      }
      bytes += ValueTable.bytes(members) + 1;
    }
    return json;
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
