package dev.byoml.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.pipelines.report.picture.UsualAccesses;
import dev.byoml.transforms.metrics.RunMetrics;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A report's data as the JSON that its page reads. Whatever comes up often is a number in the list
 * {@code values}: every id, every reason, every member of an explanation (see {@link
 * ExplanationJson}). Times of accesses are seconds since 1970.
 */
final class ReportJson {
  /** What each number of an anomaly's row is; those of texts point into {@code values}. */
  private static final List<String> COLUMNS =
      List.of(
          "tenant",
          "actor",
          "resource",
          "reason",
          "severity",
          "score",
          "actorScore",
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
  private static final String PERCENTILE = "percentile";
  private static final int MOST_TENANTS = 200;
  private static final MathContext SCORE = new MathContext(7);

  /** One below 100 does not become 100. */
  private static final MathContext SHARE = new MathContext(7, RoundingMode.DOWN);

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ReportData data;
  private final ReportSize size;
  private final ValueTable values = new ValueTable();
  private final ExplanationJson explanationJson = new ExplanationJson(values);
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
    root.put("total", data.anomalies().total());
    root.put("ordinaryTotal", data.ordinary().total());
    root.put("whole", data.whole());
    root.put("template", data.template());
    root.set("window", window());
    root.set(
        "warnings", MAPPER.valueToTree(data.metrics().map(RunMetrics::warnings).orElse(List.of())));
    data.metrics().ifPresent(metrics -> root.set("metrics", json(metrics)));
    if (!data.verdicts().isEmpty()) {
      root.set("verdicts", VerdictsJson.of(data.verdicts(), data.anomalies().highest()));
    }
    root.set("model", model());
    data.evaluation().ifPresent(found -> root.set("evaluation", MAPPER.valueToTree(found)));
    root.set("tenantNames", MAPPER.valueToTree(new TreeMap<>(data.tenantNames())));
    root.set("pictures", pictures());
    bytes = ValueTable.bytes(root);
    List<Runnable> explanations = new ArrayList<>();
    ArrayNode explained = NODES.arrayNode();
    root.set("columns", MAPPER.valueToTree(COLUMNS));
    root.set("anomalies", rows(data.anomalies().highest(), explanations, explained));
    root.set("ordinary", rows(data.ordinary().highest(), explanations, explained));
    for (Runnable explanation : explanations) {
      if (size() > size.explanations()) {
        break;
      }
      explanation.run();
    }
    root.set("explanations", explained);
    root.set("lists", explanationJson.lists());
    root.set("values", values.values());
    return root;
  }

  private long size() {
    return bytes + values.bytes() + explanationJson.bytes();
  }

  private ObjectNode window() {
    ObjectNode window = NODES.objectNode();
    List<Anomaly> anomalies = data.anomalies().highest();
    Instant from = data.window().from();
    Instant to = data.window().to();
    if (from != null) {
      window.put("from", from.toString());
    }
    if (to != null) {
      window.put("to", to.toString());
    } else {
      latest(anomalies, Anomaly::timeGenerated).ifPresent(end -> window.put("to", end.toString()));
    }
    anomalies.stream()
        .map(Anomaly::firstAccess)
        .min(Instant::compareTo)
        .ifPresent(first -> window.put("first", first.getEpochSecond()));
    latest(anomalies, Anomaly::lastAccess)
        .ifPresent(last -> window.put("last", last.getEpochSecond()));
    return window;
  }

  private static Optional<Instant> latest(
      List<Anomaly> anomalies, Function<Anomaly, Instant> time) {
    return anomalies.stream().map(time).max(Instant::compareTo);
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
      picture.set("usual", usual(tenant.usual()));
    }
    return pictures;
  }

  private ObjectNode usual(UsualAccesses usual) {
    ObjectNode json = NODES.objectNode();
    json.set("users", members(usual.users()));
    json.set("resources", members(usual.resources()));
    json.put("allUsers", usual.allUsers());
    json.put("allResources", usual.allResources());
    ArrayNode accesses = json.putArray("accesses");
    for (UsualAccesses.Access access : usual.accesses()) {
      accesses.add(access.user()).add(access.resource()).add(access.count());
    }
    return json;
  }

  private ArrayNode members(List<UsualAccesses.Member> members) {
    ArrayNode json = NODES.arrayNode();
    for (UsualAccesses.Member member : members) {
      json.add(values.number(member.id())).add(member.community());
    }
    return json;
  }

  /**
   * The rows that fit.
   *
   * @param explanations gets, for each row, what explains it
   * @param explained where they write it
   */
  private ArrayNode rows(List<Anomaly> results, List<Runnable> explanations, ArrayNode explained) {
    ArrayNode rows = NODES.arrayNode();
    for (Anomaly result : results) {
      if (size() > size.rows()) {
        break;
      }
      ObjectNode explanation = (ObjectNode) parsed(result.explanation());
      ArrayNode row = row(result, explanation.path(SUMMARY).asText());
      explanation.remove(List.of(SUMMARY, PERCENTILE));
      explanations.add(
          () -> {
            ArrayNode members = explanationJson.write(explanation, result);
            explained.add(members);
            bytes += ValueTable.bytes(members) + 1;
          });
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
        .add(values.number(anomaly.severity().label()))
        .add(ExplanationJson.rounded(anomaly.predictedScore(), SCORE))
        .add(ExplanationJson.rounded(anomaly.actorScore(), SCORE))
        .add(ExplanationJson.rounded(anomaly.percentile(), SHARE))
        .add(anomaly.accessCount())
        .add(anomaly.firstAccess().getEpochSecond())
        .add(anomaly.lastAccess().getEpochSecond())
        .add(values.number(anomaly.actorName()))
        .add(values.number(anomaly.actorDomain()))
        .add(values.number(anomaly.actorSid()))
        .add(values.number(anomaly.hostName()))
        .add(values.number(anomaly.dnsDomain()))
        .add(values.number(anomaly.ipAddress()))
        .add(anomaly.recordId())
        .add(explanationJson.text(summary, anomaly));
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
