package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the rules to what Microsoft Sentinel accepts (the public rule repository's format, and the
 * service's limits).
 */
class AnalyticsRulesTest {
  private static final String GUID =
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

  /** The techniques used here, with the tactics that MITRE ATT&CK files them under. */
  private static final Map<String, Set<String>> TACTICS_OF_TECHNIQUE =
      Map.of(
          "T1021.002", Set.of("LateralMovement"),
          "T1039", Set.of("Collection"),
          "T1135", Set.of("Discovery"),
          "T1562.002", Set.of("DefenseEvasion"));

  /** What identifies an entity for certain, one set of identifiers being enough. */
  private static final Map<String, List<Set<String>>> STRONG_IDENTIFIERS =
      Map.of(
          "Account", List.of(Set.of("Sid"), Set.of("Name", "NTDomain")),
          "Host", List.of(Set.of("HostName", "DnsDomain"), Set.of("HostName", "NTDomain")),
          "IP", List.of(Set.of("Address")));

  private static final String HEALTH = "PipelineHealth.yaml";

  static Stream<Path> rules() {
    return Scripts.list("sentinel/rules", ".yaml").stream();
  }

  /** The rules that detect something that somebody did. */
  static Stream<Path> detections() {
    return rules().filter(file -> !file.endsWith(HEALTH));
  }

  @Test
  void haveDifferentIds() {
    List<String> ids = rules().map(rule -> Scripts.yaml(rule).get("id").asText()).toList();

    assertThat(ids, everyItem(matchesPattern(GUID)));
    assertThat(Set.copyOf(ids), hasSize(ids.size()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stayWithinTheLengthsTheServiceTakes(Path file) {
    JsonNode rule = Scripts.yaml(file);

    assertThat(rule.get("name").asText().length(), is(lessThanOrEqualTo(256)));
    assertThat(rule.get("description").asText().length(), is(lessThanOrEqualTo(5_000)));
    assertThat(rule.get("query").asText().length(), is(lessThanOrEqualTo(10_000)));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void describeThemselvesWithoutHardLineBreaks(Path file) {
    assertThat(Scripts.yaml(file).get("description").asText().strip(), not(containsString("\n")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void runAtATimeTheServiceTakes(Path file) {
    JsonNode rule = Scripts.yaml(file);
    Duration frequency = KqlParameters.durationOf(rule.get("queryFrequency").asText());
    Duration period = KqlParameters.durationOf(rule.get("queryPeriod").asText());

    assertThat(
        frequency,
        is(
            both(greaterThanOrEqualTo(Duration.ofMinutes(5)))
                .and(lessThanOrEqualTo(Duration.ofDays(14)))));
    assertThat(
        period,
        is(both(greaterThanOrEqualTo(frequency)).and(lessThanOrEqualTo(Duration.ofDays(14)))));
    // A look at two days or more is allowed once an hour at most.
    assertThat(frequency, is(greaterThanOrEqualTo(Duration.ofHours(1))));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void lookBackOverOneRun(Path file) {
    JsonNode rule = Scripts.yaml(file);

    assertThat(
        KqlParameters.of(rule.get("query").asText()).duration("RunEvery"),
        is(KqlParameters.durationOf(rule.get("queryFrequency").asText())));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void nameTacticsThatTheirTechniquesBelongTo(Path file) {
    JsonNode rule = Scripts.yaml(file);

    Set<String> expected = new TreeSet<>();
    for (String technique : Scripts.texts(rule.get("relevantTechniques"))) {
      assertThat(TACTICS_OF_TECHNIQUE.keySet(), hasItem(technique));
      expected.addAll(TACTICS_OF_TECHNIQUE.get(technique));
    }
    assertThat(
        Scripts.texts(rule.get("tactics")), containsInAnyOrder(expected.toArray(String[]::new)));
  }

  @ParameterizedTest
  @MethodSource("detections")
  void identifyAccountHostAndAddressForCertain(Path file) {
    JsonNode mappings = Scripts.yaml(file).get("entityMappings");

    assertThat(
        Scripts.elements(mappings).map(mapping -> mapping.get("entityType").asText()).toList(),
        contains("Account", "Host", "IP"));
    for (JsonNode mapping : mappings) {
      Set<String> identifiers =
          Scripts.elements(mapping.get("fieldMappings"))
              .map(field -> field.get("identifier").asText())
              .collect(Collectors.toSet());
      assertThat(identifiers.size(), is(lessThanOrEqualTo(3)));
      assertThat(
          mapping.toString(),
          STRONG_IDENTIFIERS.get(mapping.get("entityType").asText()).stream()
              .anyMatch(identifiers::containsAll));
    }
  }

  @ParameterizedTest
  @MethodSource("detections")
  void carryDetailsThatTheServiceTakes(Path file) {
    JsonNode details = Scripts.yaml(file).get("customDetails");

    List<String> keys = new ArrayList<>();
    details.fieldNames().forEachRemaining(keys::add);
    assertThat(keys.size(), is(lessThanOrEqualTo(20)));
    assertThat(keys, everyItem(matchesPattern("[A-Za-z][A-Za-z0-9]{0,19}")));
    assertThat(
        keys, hasItems("Actor", "Tenant", "ModelId", "AccessCount", "FirstAccess", "LastAccess"));
  }

  @ParameterizedTest
  @MethodSource("detections")
  void sayWhoAndWhatInTheTitle(Path file) {
    JsonNode override = Scripts.yaml(file).get("alertDetailsOverride");

    String title = override.get("alertDisplayNameFormat").asText();
    assertThat(title, containsString("{{Actor}}"));
    assertThat(title.length(), is(lessThanOrEqualTo(256)));
    assertThat(placeholders(title), hasSize(lessThanOrEqualTo(3)));
    String description = override.get("alertDescriptionFormat").asText();
    assertThat(description.length(), is(lessThanOrEqualTo(5_000)));
    assertThat(placeholders(description), hasSize(lessThanOrEqualTo(3)));
  }

  @Test
  void nameTheResourceOfASingleAccess() {
    JsonNode rule = Scripts.yaml("sentinel/rules/AnomalousResourceAccess.yaml");

    assertThat(
        placeholders(rule.at("/alertDetailsOverride/alertDisplayNameFormat").asText()),
        contains("Actor", "Resource"));
  }

  @Test
  void takeTheSeverityOfAnAlertFromItsResult() {
    JsonNode rule = Scripts.yaml("sentinel/rules/AnomalousResourceAccess.yaml");

    assertThat(
        rule.at("/alertDetailsOverride/alertSeverityColumnName").asText(), is("AlertSeverity"));
    assertThat(
        rule.get("query").asText(),
        matchesPattern(
            "(?s).*AlertSeverity = case\\(\\s*column_ifexists\\('Severity', ''\\) in .*"));
  }

  @Test
  void sayOnceWhatIsWrongWithThePipeline() {
    JsonNode rule = Scripts.yaml("sentinel/rules/" + HEALTH);

    assertThat(
        Pattern.compile("Problem = '([a-z ]+)'")
            .matcher(rule.get("query").asText())
            .results()
            .map(match -> match.group(1))
            .toList(),
        contains("no run", "no results", "rejected input", "old model", "dead letters"));
    assertThat(
        Scripts.texts(rule.at("/incidentConfiguration/groupingConfiguration/groupByCustomDetails")),
        contains("Problem"));
    assertThat(rule.get("suppressionEnabled").asBoolean(), is(true));
  }

  @Test
  void areTheRulesWhoseAlertsTheFunctionKnowsByIdAndByName() {
    String query =
        Scripts.yaml("sentinel/functions/AnomalousResourceAccessAlert.yaml")
            .get("FunctionQuery")
            .asText();

    assertThat(namesIn(query, "OwnRules"), containsInAnyOrder(inEachRule("id")));
    assertThat(namesIn(query, "OwnNames"), containsInAnyOrder(inEachRule("name")));
  }

  private static List<String> namesIn(String query, String list) {
    String line =
        query.lines().filter(l -> l.startsWith("let " + list + " =")).findFirst().orElseThrow();
    return Pattern.compile("'([^']+)'")
        .matcher(line)
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String[] inEachRule(String field) {
    return rules().map(rule -> Scripts.yaml(rule).get(field).asText()).toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("detections")
  void alertForEachResultWithinTheLimitOfOneRun(Path file) {
    JsonNode rule = Scripts.yaml(file);

    assertThat(rule.at("/eventGroupingSettings/aggregationKind").asText(), is("AlertPerResult"));
    KqlParameters parameters = KqlParameters.of(rule.get("query").asText());
    String limit =
        Pattern.compile("\\| top (\\w+) by")
            .matcher(rule.get("query").asText())
            .results()
            .map(match -> match.group(1))
            .findFirst()
            .orElseThrow();
    double most =
        Character.isDigit(limit.charAt(0)) ? Double.parseDouble(limit) : parameters.number(limit);
    assertThat(most, is(lessThanOrEqualTo(150.0)));
  }

  @ParameterizedTest
  @MethodSource("detections")
  void gatherAlertsOfOneAccountIntoOneIncident(Path file) {
    JsonNode incident = Scripts.yaml(file).get("incidentConfiguration");
    JsonNode grouping = incident.get("groupingConfiguration");

    assertThat(incident.get("createIncident").asBoolean(), is(true));
    assertThat(grouping.get("enabled").asBoolean(), is(true));
    assertThat(grouping.get("matchingMethod").asText(), is("Selected"));
    assertThat(Scripts.texts(grouping.get("groupByEntities")), contains("Account"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void haveTheRestOfTheFormat(Path file) {
    JsonNode rule = Scripts.yaml(file);

    assertThat(rule.get("kind").asText(), is("Scheduled"));
    assertThat(rule.get("severity").asText(), is(oneOf("High", "Medium", "Low", "Informational")));
    assertThat(rule.get("triggerOperator").asText(), is(oneOf("gt", "lt", "eq", "ne")));
    assertThat(rule.get("triggerThreshold").asInt(), is(0));
    assertThat(rule.get("requiredDataConnectors").isArray(), is(true));
    assertThat(rule.get("version").asText(), matchesPattern("\\d+\\.\\d+\\.\\d+"));
  }

  @Test
  void readTheAllowListAlike() {
    List<String> blocks =
        Stream.concat(
                detections().map(rule -> Scripts.yaml(rule).get("query").asText()),
                Stream.of(
                    Scripts.yaml("sentinel/functions/AnomalousResourceAccess.yaml")
                        .get("FunctionQuery")
                        .asText()))
            .map(AnalyticsRulesTest::allowListBlock)
            .distinct()
            .toList();

    assertThat(blocks, hasSize(1));
  }

  @Test
  void areDeployedAsTheyAreWritten() {
    Map<String, JsonNode> deployed =
        Scripts.resources("sentinel/content.json", "Microsoft.SecurityInsights/alertRules").stream()
            .collect(Collectors.toMap(rule -> rule.get("name").asText(), rule -> rule));

    assertThat(deployed, is(aMapWithSize((int) rules().count())));
    rules()
        .map(Scripts::yaml)
        .forEach(
            rule -> {
              JsonNode properties = deployed.get(rule.get("id").asText()).get("properties");
              assertThat(
                  properties.get("query").asText(), equalTo(rule.get("query").asText().strip()));
              assertThat(properties.get("displayName"), equalTo(rule.get("name")));
              assertThat(properties.get("alertRuleTemplateName"), equalTo(rule.get("id")));
              assertThat(properties.get("templateVersion"), equalTo(rule.get("version")));
              assertThat(properties.get("severity"), equalTo(rule.get("severity")));
              assertThat(properties.get("triggerOperator").asText(), is("GreaterThan"));
              assertThat(
                  Duration.parse(properties.get("queryFrequency").asText()),
                  is(KqlParameters.durationOf(rule.get("queryFrequency").asText())));
              assertThat(
                  Duration.parse(properties.get("queryPeriod").asText()),
                  is(KqlParameters.durationOf(rule.get("queryPeriod").asText())));
              assertThat(properties.get("entityMappings"), equalTo(rule.get("entityMappings")));
              assertThat(properties.get("customDetails"), equalTo(rule.get("customDetails")));
              assertThat(
                  properties.get("alertDetailsOverride"),
                  equalTo(rule.get("alertDetailsOverride")));
            });
  }

  private static String allowListBlock(String query) {
    return query
        .substring(query.indexOf("let Matches"), query.indexOf("where isnotnull(Until);"))
        .lines()
        .map(String::strip)
        .collect(Collectors.joining("\n"));
  }

  private static Set<String> placeholders(String format) {
    return Pattern.compile("\\{\\{(\\w+)}}")
        .matcher(format)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
