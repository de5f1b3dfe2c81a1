package dev.byoml.pipelines.sentinel;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the package for the content hub to the rules of the public repository's validators, stated
 * again here because they run on its changes only: its solution validations (id, version, domains,
 * support, branding), logo, preview image and workbook metadata checkers, its tests of detections,
 * its ASCII test, and those of arm-ttk's tests that a package can fail.
 */
class SolutionPackageTest {
  private static final String FOLDER = "sentinel/solution/";
  private static final String PACKAGE = FOLDER + "Package/";
  private static final String CONTENT_TEMPLATES =
      "Microsoft.OperationalInsights/workspaces/providers/contentTemplates";
  private static final String METADATA =
      "Microsoft.OperationalInsights/workspaces/providers/metadata";

  /** The part of the public list of domains that may concern this solution. */
  private static final List<String> DOMAINS =
      List.of("Identity", "Security - Insider Threat", "Security - Others", "User Behavior (UEBA)");

  private static final Pattern VARIABLE = Pattern.compile("variables\\('([^']+)'\\)");
  private static final Pattern PARAMETER = Pattern.compile("parameters\\('([^']+)'\\)");

  private static final JsonNode SOLUTION = Scripts.yaml("sentinel/solution.yaml");
  private static final JsonNode MAIN = Scripts.json(PACKAGE + "mainTemplate.json");
  private static final JsonNode WIZARD = Scripts.json(PACKAGE + "createUiDefinition.json");

  static Stream<JsonNode> templates() {
    return resources(CONTENT_TEMPLATES).stream();
  }

  @Test
  void hasTheLayoutOfTheRepository() {
    for (String folder :
        List.of(
            "Analytic Rules",
            "Hunting Queries",
            "Parsers",
            "Workbooks",
            "Watchlists",
            "Playbooks")) {
      assertThat(folder, Files.isDirectory(Scripts.file(FOLDER + folder)), is(true));
    }
    for (String file :
        List.of(
            "Data/Solution_AnomalousResourceAccess.json",
            "SolutionMetadata.json",
            "ReleaseNotes.md",
            "Package/testParameters.json")) {
      assertThat(file, Files.isRegularFile(Scripts.file(FOLDER + file)), is(true));
    }
  }

  @Test
  void namesInItsInputFileEveryFileThatIsThere() {
    JsonNode input = Scripts.json(FOLDER + "Data/Solution_AnomalousResourceAccess.json");

    for (String kind : List.of("Analytic Rules", "Hunting Queries", "Parsers")) {
      assertThat(
          Scripts.texts(input.get(kind)),
          containsInAnyOrder(
              Scripts.list(FOLDER + kind, ".yaml").stream()
                  .map(file -> kind + "/" + file.getFileName())
                  .toArray(String[]::new)));
    }
    for (String kind : List.of("Data Connectors", "Workbooks", "Watchlists", "Playbooks")) {
      for (String file : Scripts.texts(input.get(kind))) {
        assertThat(file, Files.isRegularFile(Scripts.file(FOLDER + file)), is(true));
      }
    }
    assertThat(input.get("Version"), equalTo(SOLUTION.get("version")));
    assertThat(input.get("Metadata").asText(), is("SolutionMetadata.json"));
  }

  @Test
  void hasAnIdOfPublisherAndOfferInLowerCase() {
    String id = MAIN.at("/variables/solutionId").asText();

    assertThat(id, matchesPattern("[^.]+\\.[^.]+"));
    assertThat(id, is(id.toLowerCase(Locale.ROOT)));
  }

  @Test
  void hasTheVersionOfItsNewestRelease() {
    String newest = SOLUTION.at("/releases/0/version").asText();

    assertThat(SOLUTION.get("version").asText(), is(newest));
    assertThat(newest, matchesPattern("3\\.\\d+\\.\\d+"));
    assertThat(contentPackage().at("/properties/version").asText(), is(newest));
    assertThat(contentPackage().at("/properties/kind").asText(), is("Solution"));
    assertThat(Scripts.text(FOLDER + "ReleaseNotes.md"), containsString("| " + newest + " | "));
  }

  @Test
  void isFiledUnderDomainsOfTheList() {
    List<String> domains = Scripts.texts(contentPackage().at("/properties/categories/domains"));

    assertThat(domains, is(not(empty())));
    assertThat(domains, everyItem(is(in(DOMAINS))));
  }

  @Test
  void saysWhoSupportsEachItem() {
    List<JsonNode> described = new ArrayList<>(resources(METADATA));
    templates().forEach(template -> described.addAll(innerResources(template, METADATA)));
    described.add(contentPackage());

    for (JsonNode resource : described) {
      JsonNode support = resource.at("/properties/support");
      assertThat(support.get("name").asText(), is(not("")));
      assertThat(support.get("link").asText(), matchesPattern("https?://\\S+"));
      assertThat(support.get("tier").asText(), is("Community"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mainTemplate.json", "createUiDefinition.json"})
  void callsTheProductByItsWholeName(String file) {
    List<String> alone =
        Pattern.compile("(?<!Microsoft\\s)(?<!-)\\bSentinel\\b.{0,30}")
            .matcher(Scripts.text(PACKAGE + file))
            .results()
            .map(match -> match.group())
            .toList();

    assertThat(alone, is(empty()));
  }

  @Test
  void installsATemplateOfEachItemWithItsVersion() {
    Map<String, List<String>> byKind =
        templates()
            .collect(
                Collectors.groupingBy(
                    template -> template.at("/properties/contentKind").asText(),
                    Collectors.mapping(
                        template -> template.at("/properties/contentId").asText(),
                        Collectors.toList())));

    assertThat(byKind, is(aMapWithSize(6)));
    assertThat(byKind.get("AnalyticsRule"), containsInAnyOrder(ids("rules", "id")));
    assertThat(byKind.get("HuntingQuery"), containsInAnyOrder(ids("hunting", "id")));
    assertThat(byKind.get("Parser"), hasSize(ids("functions", "id").length));
    assertThat(byKind.get("Workbook"), contains("AnomalousResourceAccessWorkbook"));
    assertThat(byKind.get("Playbook"), contains("ExplainAndRecordVerdict"));
    assertThat(byKind.get("DataConnector"), contains("AnomalousResourceAccess"));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void nameInEachTemplateItsVersionThreeTimesAlike(JsonNode template) {
    JsonNode properties = template.get("properties");
    String version = properties.get("version").asText();
    JsonNode described = innerResources(template, METADATA).get(0).get("properties");

    assertThat(properties.at("/mainTemplate/contentVersion").asText(), is(version));
    assertThat(described.get("version").asText(), is(version));
    assertThat(described.get("contentId"), equalTo(properties.get("contentId")));
    assertThat(described.get("kind"), equalTo(properties.get("contentKind")));
    assertThat(properties.get("contentProductId").asText(), containsString("'" + version + "'"));
    assertThat(properties.get("id"), equalTo(properties.get("contentProductId")));
    assertThat(properties.get("packageId").asText(), is("[variables('_solutionId')]"));
    assertThat(properties.get("contentSchemaVersion").asText(), is("3.0.0"));
    assertThat(
        Scripts.texts(template.get("dependsOn")),
        contains(containsString("'Microsoft.SecurityInsights/contentPackages'")));
  }

  @Test
  void dependsAsAPackageOnEveryItem() {
    List<String> criteria =
        Scripts.elements(contentPackage().at("/properties/dependencies/criteria"))
            .map(item -> item.get("kind").asText() + " " + item.get("contentId").asText())
            .toList();
    List<String> expected =
        new ArrayList<>(
            templates()
                .map(template -> template.get("properties"))
                .map(p -> p.get("contentKind").asText() + " " + p.get("contentId").asText())
                .toList());
    expected.add("Watchlist ResourceAccessAllowList");

    assertThat(criteria, containsInAnyOrder(expected.toArray(String[]::new)));
  }

  @Test
  void keepsSubTechniquesInItsRuleTemplates() {
    JsonNode rule = ruleTemplate("3adcc8ad-eb76-406f-8153-59e31caa3d6c");

    assertThat(Scripts.texts(rule.get("techniques")), contains("T1021", "T1039"));
    assertThat(Scripts.texts(rule.get("subTechniques")), contains("T1021.002"));
  }

  @Test
  void givesEachRuleTemplateTheRulesOwnQuery() {
    for (Path file : Scripts.list("sentinel/rules", ".yaml")) {
      JsonNode rule = Scripts.yaml(file);
      JsonNode template = ruleTemplate(rule.get("id").asText());

      assertThat(template.get("query").asText(), is(rule.get("query").asText().stripTrailing()));
      assertThat(template.get("displayName"), equalTo(rule.get("name")));
      assertThat(template.get("enabled").asBoolean(), is(false));
    }
  }

  @Test
  void refersToEveryVariableAndParameterThatItDeclares() {
    String text = MAIN.get("resources").toString() + MAIN.get("variables");

    assertThat(referred(VARIABLE, text), hasItem("_solutionId"));
    assertThat(names(MAIN.get("variables")), everyItem(is(in(referred(VARIABLE, text)))));
    Set<String> used = referred(PARAMETER, text + MAIN.get("parameters"));
    assertThat(names(MAIN.get("parameters")), everyItem(is(in(used))));
  }

  @Test
  void declaresEveryVariableAndParameterThatItRefersTo() {
    // What starts with two brackets is an expression of a template inside.
    List<String> own =
        texts(MAIN).stream()
            .filter(text -> text.startsWith("[") && !text.startsWith("[["))
            .toList();

    for (String expression : own) {
      assertThat(referred(VARIABLE, expression), everyItem(is(in(names(MAIN.get("variables"))))));
      assertThat(referred(PARAMETER, expression), everyItem(is(in(names(MAIN.get("parameters"))))));
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void declaresInEachTemplateWhatItsOwnExpressionsReferTo(JsonNode template) {
    JsonNode inside = template.at("/properties/mainTemplate");

    for (String text : texts(inside)) {
      if (text.startsWith("[[")) {
        assertThat(referred(VARIABLE, text), everyItem(is(in(names(inside.get("variables"))))));
        assertThat(referred(PARAMETER, text), everyItem(is(in(names(inside.get("parameters"))))));
      }
    }
  }

  @Test
  void takesTheResourceGroupsLocationAsADefaultOnly() {
    List<String> elsewhere =
        texts(MAIN.get("resources")).stream()
            .filter(text -> text.contains("resourceGroup().location"))
            .toList();

    assertThat(elsewhere, is(empty()));
    assertThat(
        MAIN.at("/parameters/location/defaultValue").asText(), is("[resourceGroup().location]"));
  }

  @Test
  void hasNoBlanksInItsResources() {
    List<String> blanks = new ArrayList<>();
    collectBlanks(MAIN.get("resources"), "", blanks);

    // A template inside may have no parameters and no variables.
    blanks.removeIf(path -> path.matches(".*/mainTemplate/(parameters|variables)"));
    blanks.removeIf(path -> path.endsWith("/$connections/defaultValue"));
    assertThat(blanks, is(empty()));
  }

  @Test
  void namesNoSecretsAmongItsParameters() {
    List<String> parameters = new ArrayList<>(names(MAIN.get("parameters")));
    templates()
        .forEach(
            template ->
                parameters.addAll(names(template.at("/properties/mainTemplate/parameters"))));

    assertThat(
        parameters, everyItem(not(matchesPattern("(?i).*(password|secret|token|key|sas).*"))));
  }

  @Test
  void usesNoConcatenationAsADependency() {
    List<String> dependencies = new ArrayList<>();
    collect(MAIN, "dependsOn", node -> dependencies.addAll(Scripts.texts(node)));

    assertThat(dependencies, everyItem(not(startsWith("[concat"))));
  }

  @Test
  void asksInItsWizardForWhatTheTemplateNeeds() {
    JsonNode outputs = WIZARD.at("/parameters/outputs");

    assertThat(WIZARD.get("handler").asText(), is("Microsoft.Azure.CreateUIDef"));
    assertThat(names(outputs), everyItem(is(in(names(MAIN.get("parameters"))))));
    assertThat(names(outputs), hasItem("location"));
    MAIN.get("parameters")
        .fields()
        .forEachRemaining(
            parameter ->
                assertThat(
                    parameter.getKey(),
                    parameter.getValue().has("defaultValue") || outputs.has(parameter.getKey())));
  }

  @Test
  void showsInItsWizardEveryItem() {
    List<String> shown = new ArrayList<>();
    collect(WIZARD.at("/parameters/steps"), "label", label -> shown.add(label.asText()));

    List<String> titles =
        Stream.of("rules", "hunting")
            .flatMap(kind -> Stream.of(ids(kind, "name")))
            .collect(Collectors.toCollection(ArrayList::new));
    titles.add("Anomalous access to file shares");
    titles.add("Explain anomalous accesses and record verdicts");
    assertThat(titles, everyItem(is(in(shown))));
  }

  @Test
  void repeatsItsParametersForTheTests() {
    assertThat(Scripts.json(PACKAGE + "testParameters.json"), equalTo(MAIN.get("parameters")));
  }

  @Test
  void isSmallEnoughToDeploy() throws Exception {
    assertThat(
        Files.size(Scripts.file(PACKAGE + "mainTemplate.json")), is(lessThan(4L * 1024 * 1024)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Analytic Rules", "Hunting Queries", "Parsers"})
  void isWrittenInAscii(String folder) throws Exception {
    for (Path file : Scripts.list(FOLDER + folder, ".yaml")) {
      assertThat(Files.readString(file), matchesPattern("(?s)\\p{ASCII}*"));
    }
  }

  @Test
  void hasALogoThatTheRepositoryTakes() throws Exception {
    Path logo = Scripts.list(FOLDER + "Workbooks/Images/Logos", ".svg").get(0);
    String svg = Files.readString(logo);

    assertThat(Files.size(logo), is(lessThanOrEqualTo(5_000L)));
    for (String refused :
        List.of(
            "style=",
            "cls=",
            "xmlns:xlink",
            "data-name",
            "xlink:href",
            "<title>",
            "<image",
            "id=\"")) {
      assertThat(svg, not(containsString(refused)));
    }
  }

  @Test
  void hasAnEntryForTheListOfWorkbooks() {
    JsonNode entry = Scripts.json(FOLDER + "Repository/WorkbooksMetadata.json").get(0);

    for (String field :
        List.of(
            "workbookKey",
            "logoFileName",
            "description",
            "dataTypesDependencies",
            "dataConnectorsDependencies",
            "previewImagesFileNames",
            "version",
            "title",
            "templateRelativePath",
            "subtitle",
            "provider")) {
      assertThat(field, entry.has(field), is(true));
    }
    assertThat(
        Files.isRegularFile(
            Scripts.file(FOLDER + "Workbooks/" + entry.get("templateRelativePath").asText())),
        is(true));
    JsonNode workbook = Scripts.json("sentinel/workbook/AnomalousResourceAccess.json");
    assertThat(workbook.get("fromTemplateId").asText(), is(not("sentinel-UserWorkbook")));
    assertThat(workbook.toString(), not(containsString("/subscriptions/")));
  }

  @Test
  void showsItsWorkbookOnLightAndOnDark() throws Exception {
    List<String> images =
        Scripts.texts(
            Scripts.json(FOLDER + "Repository/WorkbooksMetadata.json")
                .at("/0/previewImagesFileNames"));

    assertThat(images, everyItem(endsWith(".png")));
    assertThat(images, hasItem(containsString("White")));
    assertThat(images, hasItem(containsString("Black")));
    for (String image : images) {
      Path file = Scripts.file(FOLDER + "Workbooks/Images/Preview/" + image);
      assertThat(Files.size(file), is(both(greaterThan(10_000L)).and(lessThan(300L * 1024))));
      assertThat(ImageIO.read(file.toFile()).getWidth(), is(greaterThan(800)));
    }
  }

  @Test
  void tellsTheRepositorysQueryTestsOfItsTables() {
    for (JsonNode table :
        Scripts.resources(
            "azure/ingestion.json", "Microsoft.OperationalInsights/workspaces/tables")) {
      String name = table.at("/properties/schema/name").asText();
      JsonNode schema = Scripts.json(FOLDER + "Repository/CustomTables/" + name + ".json");

      assertThat(schema.get("Name").asText(), is(name));
      assertThat(
          Scripts.elements(schema.get("Properties"))
              .map(column -> column.get("Name").asText() + " " + column.get("Type").asText())
              .toList()
              .subList(0, table.at("/properties/schema/columns").size()),
          equalTo(
              Scripts.elements(table.at("/properties/schema/columns"))
                  .map(column -> column.get("name").asText() + " " + column.get("type").asText())
                  .toList()));
    }
  }

  @Test
  void tellsTheRepositorysQueryTestsOfItsFunctions() {
    for (String function : ids("functions", "FunctionAlias")) {
      JsonNode schema = Scripts.json(FOLDER + "Repository/CustomFunctions/" + function + ".json");

      assertThat(schema.get("FunctionName").asText(), is(function));
      assertThat(schema.get("FunctionResultColumns").size(), is(greaterThan(10)));
    }
  }

  private static List<JsonNode> resources(String type) {
    return Scripts.elements(MAIN.get("resources"))
        .filter(resource -> resource.get("type").asText().equals(type))
        .toList();
  }

  private static JsonNode contentPackage() {
    return resources("Microsoft.OperationalInsights/workspaces/providers/contentPackages").get(0);
  }

  private static List<JsonNode> innerResources(JsonNode template, String type) {
    return Scripts.elements(template.at("/properties/mainTemplate/resources"))
        .filter(resource -> resource.get("type").asText().equals(type))
        .toList();
  }

  private static JsonNode ruleTemplate(String id) {
    return templates()
        .flatMap(
            template ->
                innerResources(template, "Microsoft.SecurityInsights/AlertRuleTemplates").stream())
        .filter(rule -> rule.get("name").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .get("properties");
  }

  private static String[] ids(String folder, String field) {
    return Scripts.list("sentinel/" + folder, ".yaml").stream()
        .map(file -> Scripts.yaml(file).get(field).asText())
        .toArray(String[]::new);
  }

  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isTextual()) {
      texts.add(node.asText());
    }
    node.forEach(child -> texts.addAll(texts(child)));
    return texts;
  }

  /** Hands over every value of a field, wherever it stands. */
  private static void collect(JsonNode node, String field, Consumer<JsonNode> found) {
    if (node.has(field)) {
      found.accept(node.get(field));
    }
    node.forEach(child -> collect(child, field, found));
  }

  private static void collectBlanks(JsonNode node, String path, List<String> blanks) {
    if (node.isNull() || node.isTextual() && node.asText().isEmpty()) {
      blanks.add(path);
    } else if (node.isContainerNode() && node.isEmpty()) {
      blanks.add(path);
    } else if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              child -> collectBlanks(child.getValue(), path + "/" + child.getKey(), blanks));
    } else if (node.isArray()) {
      node.forEach(child -> collectBlanks(child, path, blanks));
    }
  }

  private static Set<String> referred(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
