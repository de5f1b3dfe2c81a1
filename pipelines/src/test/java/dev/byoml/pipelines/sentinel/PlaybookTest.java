package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.access.AccessKey;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.transforms.feedback.VerdictFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the playbook on incidents, and checks its template as the public repository does. */
class PlaybookTest {
  private static final String TEMPLATE =
      "sentinel/playbooks/ExplainAndRecordVerdict/azuredeploy.json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACTOR = "shire\\ana \"anna\" silva, hr";
  private static final String SHARE = "\\\\hfdc01.shire.com\\c$";
  private static final Instant CLOSED_AT = Instant.parse("2026-03-31T09:30:00Z");

  private static final Map<String, Object> ACCESS =
      Map.of(
          "Actor", List.of(ACTOR),
          "Share", List.of(SHARE),
          "Tenant", List.of("0"),
          "ModelId", List.of("m-1"),
          "Why", List.of("none of the <6> users is like her"),
          "UsualUsers", List.of("shire\\carlos, shire\\bo"),
          "UserCount", List.of("6"),
          "Peers", List.of("shire\\dana"),
          "PeersWithAccess", List.of("0 of 10"),
          "Score", List.of("7.2"));

  /** What the services keep: the file of verdicts, and comments. */
  private final StringBuilder file = new StringBuilder();

  private final List<String> comments = new ArrayList<>();
  private boolean fileIsThere;
  private int requests;

  @ParameterizedTest
  @CsvSource({
    "TruePositive, MALICIOUS",
    "BenignPositive, BENIGN",
    "FalsePositive, BENIGN",
    "Undetermined, UNDETERMINED"
  })
  void recordsTheClassificationOfAClosedIncidentAsAVerdict(String classification, Verdict verdict) {
    run(closed(classification, ACCESS));

    assertThat(
        VerdictFile.parse(file.toString()).history(),
        contains(
            new JudgedAccess(
                new AccessKey("0", ACTOR, SHARE), verdict, "dana@shire.com", CLOSED_AT)));
    assertThat(comments, is(empty()));
  }

  @Test
  void writesTheHeadingOnce() {
    run(closed("BenignPositive", ACCESS));
    run(closed("TruePositive", ACCESS));

    assertThat(file.toString().lines().filter(line -> line.startsWith("tenant,")).count(), is(1L));
    assertThat(VerdictFile.parse(file.toString()).history().size(), is(2));
  }

  @Test
  void writesTheHeadingWhereSomebodyMadeTheFile() {
    fileIsThere = true;

    run(closed("BenignPositive", ACCESS));

    assertThat(VerdictFile.parse(file.toString()).history().size(), is(1));
  }

  @Test
  void judgesEachShareOfASweep() {
    String other = "\\\\hfdc02.shire.com\\admin$";
    Map<String, Object> asList = sweep(List.of(SHARE, other));
    Map<String, Object> asText = sweep(List.of(JSON.valueToTree(List.of(SHARE, other)).toString()));

    for (Map<String, Object> details : List.of(asList, asText)) {
      file.setLength(0);
      run(closed("TruePositive", details));

      assertThat(
          VerdictFile.parse(file.toString()).history().stream()
              .map(judged -> judged.access().resource())
              .toList(),
          contains(SHARE, other));
    }
  }

  @Test
  void judgesEachAlertOfAnIncident() {
    run(closed("BenignPositive", ACCESS, sweep(List.of("\\\\b\\c$"))));

    assertThat(
        VerdictFile.parse(file.toString()).history().stream()
            .map(judged -> judged.access().resource())
            .toList(),
        contains(SHARE, "\\\\b\\c$"));
  }

  @Test
  void keepsTheFileReadableWhereAnAlertNamesNoShareOrNoActor() {
    run(
        closed(
            "BenignPositive",
            Map.of("Actor", List.of(ACTOR), "ModelId", List.of("m-1")),
            Map.of("Share", List.of(SHARE), "ModelId", List.of("m-1")),
            sweep(List.of(""))));

    assertThat(VerdictFile.parse(file.toString()).history(), is(empty()));
  }

  @Test
  void takesTheWriterOfTheChangeWhereTheIncidentHasNoOwner() {
    ObjectNode incident = closed("BenignPositive", ACCESS);
    incident.withObject("/object/properties/owner").putNull("userPrincipalName");
    incident.withObject("/incidentUpdates/updatedBy").put("name", "Bo");

    run(incident);

    assertThat(VerdictFile.parse(file.toString()).history().get(0).by(), is("Bo"));
  }

  @Test
  void explainsANewIncident() {
    run(incident("New", ACCESS));

    assertThat(comments.size(), is(1));
    assertThat(
        comments.get(0),
        allOf(
            containsString("none of the &lt;6> users is like her"),
            containsString("shire\\carlos, shire\\bo (6 users in all)"),
            containsString("shire\\dana; 0 of 10 of the nearest users"),
            containsString("model m-1")));
    assertThat(file.toString(), is(""));
  }

  @Test
  void explainsASweep() {
    run(incident("New", sweep(List.of(SHARE))));

    assertThat(
        comments.get(0), containsString(ACTOR + " swept the administrative shares of 12 hosts"));
  }

  @Test
  void leavesTheIncidentsOfOthersAlone() {
    run(incident("New", Map.of("Actor", List.of(ACTOR))));
    run(incident("New"));
    run(closed("TruePositive", Map.of("Share", List.of(SHARE))));

    assertThat(requests, is(0));
  }

  @Test
  void saysWhatTheGalleryOfPlaybooksShows() {
    JsonNode metadata = Scripts.json(TEMPLATE).get("metadata");

    for (String text : List.of("title", "description", "lastUpdateTime")) {
      assertThat(text, metadata.path(text).asText(), not(is("")));
    }
    assertThat(metadata.at("/support/tier").asText(), is(oneOf("community", "partner")));
    assertThat(metadata.at("/author/name").asText(), not(is("")));
    assertThat(
        Scripts.elements(metadata.get("entities")).map(JsonNode::asText).toList(),
        everyItem(is(oneOf("Account", "Host", "IP"))));
  }

  @Test
  void isNamedAndPlacedByParameters() {
    JsonNode workflow = Scripts.resources(TEMPLATE, "Microsoft.Logic/workflows").get(0);
    JsonNode connection = Scripts.resources(TEMPLATE, "Microsoft.Web/connections").get(0);
    String variable = "MicrosoftSentinelConnectionName";

    assertThat(
        Scripts.json(TEMPLATE).at("/parameters/PlaybookName/defaultValue").asText(), not(is("")));
    assertThat(workflow.get("name").asText(), is("[parameters('PlaybookName')]"));
    for (JsonNode resource : List.of(workflow, connection)) {
      assertThat(resource.get("location").asText(), is("[resourceGroup().location]"));
    }
    assertThat(connection.get("name").asText(), is("[variables('%s')]".formatted(variable)));
    assertThat(
        Scripts.json(TEMPLATE).at("/variables/" + variable).asText(),
        containsString("parameters('PlaybookName')"));
    assertThat(
        workflow.at("/tags/hidden-SentinelTemplateName").asText(), is("ExplainAndRecordVerdict"));
  }

  @Test
  void signsInAsItselfEverywhere() {
    JsonNode template = Scripts.json(TEMPLATE);

    assertThat(
        Scripts.resources(TEMPLATE, "Microsoft.Logic/workflows")
            .get(0)
            .at("/identity/type")
            .asText(),
        is("SystemAssigned"));
    assertThat(
        template.findValues("authentication").stream()
            .map(each -> each.get("type").asText())
            .toList(),
        everyItem(is("ManagedServiceIdentity")));
    assertThat(
        Scripts.resources(TEMPLATE, "Microsoft.Web/connections")
            .get(0)
            .at("/properties/parameterValueType")
            .asText(),
        is("Alternative"));
    for (String word : List.of("accountKey", "sharedKey", "SharedAccess", "password", "sig=")) {
      assertThat(template.toString(), not(containsString(word)));
    }
  }

  private static Map<String, Object> sweep(List<String> shares) {
    return Map.of(
        "Actor", List.of(ACTOR),
        "Shares", shares,
        "HostCount", List.of("12"),
        "DurationMinutes", List.of("9"),
        "Tenant", List.of("0"),
        "ModelId", List.of("m-1"));
  }

  private void run(JsonNode incident) {
    JsonNode definition =
        Scripts.resources(TEMPLATE, "Microsoft.Logic/workflows")
            .get(0)
            .at("/properties/definition");
    Workflow.run(definition, incident, this::answer);
  }

  /** Answers as the Blob service does for append blobs, and takes comments. */
  private boolean answer(JsonNode request) {
    requests++;
    JsonNode body = request.path("body");
    if (request.path("path").asText().equals("/Incidents/Comment")) {
      assertThat(body.get("incidentArmId").asText(), is("/incidents/1"));
      comments.add(body.get("message").asText());
      return true;
    }
    assertThat(request.get("method").asText(), is("PUT"));
    JsonNode headers = request.get("headers");
    if (!request.get("uri").asText().contains("?comp=appendblock")) {
      assertThat(headers.get("If-None-Match").asText(), is("*"));
      boolean made = !fileIsThere;
      fileIsThere = true;
      return made;
    }
    JsonNode position = headers.path("x-ms-blob-condition-appendpos");
    if (!fileIsThere || !position.isMissingNode() && position.asInt() != file.length()) {
      return false;
    }
    file.append(body.asText());
    return true;
  }

  @SafeVarargs
  private static ObjectNode closed(String classification, Map<String, Object>... details) {
    ObjectNode incident = incident("Closed", details);
    incident.withObject("/object/properties").put("classification", classification);
    return incident;
  }

  /** What the connector of Microsoft Sentinel brings of an incident. */
  @SafeVarargs
  private static ObjectNode incident(String status, Map<String, Object>... details) {
    ObjectNode incident = JSON.createObjectNode();
    incident.withObject("/object").put("id", "/incidents/1");
    ObjectNode properties = incident.withObject("/object/properties");
    properties.put("status", status).put("lastModifiedTimeUtc", "2026-03-31T09:30:00.0000000Z");
    properties.withObject("/owner").put("userPrincipalName", "dana@shire.com");
    ArrayNode alerts = properties.withArray("Alerts");
    for (Map<String, Object> each : details) {
      alerts
          .addObject()
          .withObject("/properties/additionalData")
          .put("Custom Details", JSON.valueToTree(each).toString());
    }
    return incident;
  }
}
