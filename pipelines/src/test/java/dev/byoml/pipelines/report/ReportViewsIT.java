package dev.byoml.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * The ways in which the report shows a run: by actor, in another order, narrowed, from an address,
 * on paper. Each by the mouse and by the keyboard. Pictures stay in {@code
 * target/report-pictures/}.
 */
class ReportViewsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PICTURES = Path.of("target", "report-pictures");
  private static final String SWEEPER = "contoso\\julia.sato";
  private static final int WIDE = 1440;
  private static final int HIGH = 900;
  private static final int PHONE = 390;

  @TempDir static Path folder;
  private static DemoReport demo;
  private static List<Anomaly> anomalies;
  private static Chromium chromium;

  @BeforeAll
  static void runTheDemo() throws IOException {
    assumeTrue(Chromium.isInstalled(), "chromium or chromedriver is not installed");
    demo = DemoReport.shared();
    anomalies = demo.anomalies();
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void open() {
    chromium.resize(WIDE, HIGH);
    chromium.prefer("light");
    chromium.open(demo.page());
  }

  // By actor.

  @Test
  void groupsByActor() {
    chromium.first("#by input[value=actor]").click();

    List<String> actors = chromium.texts(".actor-group .actor-name");
    assertThat(actors, hasItem(SWEEPER));
    assertThat(Set.copyOf(actors), hasSize(actors.size()));
    assertThat(chromium.first("#count").getText(), containsString(" actors with "));
  }

  @Test
  void tellsTheStoryOfAnActorWithItsTimelineAndAllItsAccesses() {
    chromium.open(demo.page(), "#view=actor&actor=contoso%5Cjulia.sato");

    List<String> own =
        anomalies.stream()
            .filter(anomaly -> anomaly.actor().equals(SWEEPER))
            .map(Anomaly::resource)
            .toList();
    assertThat(
        chromium.first(".story").getText(),
        allOf(
            startsWith(SWEEPER + " touched " + own.size() + " resources out of the ordinary"),
            containsString("administrative shares"),
            containsString("Usually:")));
    assertThat(
        chromium.texts(".actor-story tr.anomaly td.resource"),
        hasItems(own.toArray(new String[0])));
    assertThat(chromium.all(".timeline path.anomalous"), hasSize(greaterThan(own.size() - 1)));
    assertThat(
        chromium.first(".timeline svg").getDomAttribute("aria-label"),
        startsWith("Timeline of the window by hour"));
    assertThat(chromium.texts(".timeline text"), hasItems("00:00", "12:00", "22:00"));
    chromium.first(".usual-accesses summary").click();
    assertThat(chromium.all(".usual-accesses .bars li"), is(not(empty())));
  }

  @Test
  void marksASweepInTheListOfActorsAndAmongThoseWhoStandOut() {
    assertThat(chromium.texts("#actors .sweep"), hasItem(containsString("Sweep: ")));

    chromium.open(demo.page(), "#view=actor&actor=contoso%5Cjulia.sato");

    assertThat(
        chromium.first(".actor-group .sweep").getText(),
        allOf(containsString("admin shares"), containsString("hosts")));
  }

  @Test
  void opensAndClosesAnActorByTheKeyboard() {
    chromium.tabTo("#by input[value=anomaly]");
    chromium.press(Keys.ARROW_RIGHT);
    chromium.tabTo("button.expand-actor");
    chromium.press(Keys.ARROW_DOWN);
    chromium.press(Keys.ENTER);
    assertThat(chromium.all(".actor-story"), hasSize(1));

    chromium.press(Keys.ESCAPE);

    assertThat(chromium.all(".actor-story"), is(empty()));
    assertThat(focusIs(".actor-group:nth-of-type(2) button.expand-actor"), is(true));
  }

  @Test
  void leadsFromAnAnomalyToTheWholeStoryOfItsActor() {
    chromium.first("button.expand").click();

    chromium.first(".whole-actor").click();

    assertThat(chromium.first(".story").getText(), startsWith(anomalies.get(0).actor()));
    assertThat(chromium.address(), containsString("view=actor"));
  }

  // Order and head.

  @ParameterizedTest
  @ValueSource(
      strings = {"rank", "severity", "score", "actor", "resource", "why", "accesses", "last"})
  void sortsByAnyColumnBothWays(String column) {
    openAllRows();
    String head = "button.sort[data-sort=" + column + "]";
    String cell =
        column.equals("why")
            ? "tr.anomaly td.reason .chip:first-child"
            : "tr.anomaly > td:nth-child(" + (columns().indexOf(column) + 1) + ")";
    if (!column.equals("rank")) {
      chromium.first(head).click();
    }
    openAllRows();
    List<String> once = chromium.texts(cell);
    String direction = sorted(column);
    chromium.first(head).click();
    openAllRows();
    List<String> twice = new ArrayList<>(chromium.texts(cell));

    assertThat(once, hasSize(anomalies.size()));
    assertThat(sorted(column), is(not(direction)));
    Collections.reverse(twice);
    assertThat(twice, is(once));
  }

  @Test
  void sortsActorsInTheOrderOfTheirNames() {
    chromium.first("button.sort[data-sort=actor]").click();
    openAllRows();

    List<String> actors = chromium.texts("tr.anomaly td.actor");
    assertThat(actors, is(actors.stream().sorted(Comparator.naturalOrder()).toList()));
  }

  @Test
  void sortsByTheKeyboardAndKeepsTheFocus() {
    chromium.tabTo("button.sort[data-sort=last]");
    chromium.press(Keys.ENTER);

    assertThat(sorted("last"), is("descending"));
    assertThat(focusIs("button.sort[data-sort=last]"), is(true));
    assertThat(chromium.first("#sort").getDomProperty("value"), is("last"));
  }

  @Test
  void sortsWhereThereIsNoHeadToo() {
    chromium.resize(PHONE, 844);
    chromium.first("#sort").sendKeys("Resource");

    List<String> resources = chromium.texts("tr.anomaly td.resource");
    assertThat(resources.get(0), is(lessThanOrEqualTo(resources.get(1))));
    chromium.first("#direction").click();
    assertThat(chromium.texts("tr.anomaly td.resource").get(0), is(not(resources.get(0))));
  }

  @Test
  void keepsTheHeadInView() {
    openAllRows();
    chromium.evaluate("document.querySelectorAll('tr.anomaly')[20].scrollIntoView()");

    long top =
        ((Number)
                chromium.evaluate(
                    "return document.querySelector('.main th').getBoundingClientRect().top"))
            .longValue();
    assertThat(top, is(0L));
  }

  // Search and filters.

  @Test
  void findsByAUsualUserWhoDidNothingOdd() throws IOException {
    List<String> actors = anomalies.stream().map(Anomaly::actor).toList();
    String user = null;
    for (Anomaly anomaly : anomalies) {
      String first = JSON.readTree(anomaly.explanation()).at("/usualUsers/0/user").asText();
      if (!first.isEmpty() && !actors.contains(first)) {
        user = first;
      }
    }

    chromium.first("#search").sendKeys(user);

    assertThat(chromium.all("tr.anomaly"), is(not(empty())));
    chromium.first("button.expand").click();
    assertThat(chromium.first(".explanation").getText(), containsString(user));
  }

  @Test
  void narrowsBySeverityWhichIsMoreThanAColour() {
    chromium.first("#severities input[value=High]").click();

    assertThat(chromium.texts("tr.anomaly .severity"), everyItem(is("▲ High")));
    assertThat(
        chromium.first("#count").getText(),
        containsString(
            " of "
                + anomalies.stream().filter(a -> a.severity().label().equals("High")).count()
                + " anomalies that fit"));
  }

  @Test
  void narrowsToAResource() {
    String resource = anomalies.get(0).resource();
    chromium.first("#resource").sendKeys(resource);

    assertThat(chromium.texts("tr.anomaly td.resource"), everyItem(is(resource)));
  }

  @Test
  void drawsWhatFitsTheFilters() {
    chromium.first("#actor").sendKeys(SWEEPER);

    for (int figure : new int[] {1, 2}) {
      assertThat(
          chromium
              .all("#drawings figure:nth-of-type(%d) [aria-label^='Show actor']".formatted(figure))
              .stream()
              .map(actor -> actor.getDomAttribute("aria-label"))
              .toList(),
          contains("Show actor " + SWEEPER));
    }
    chromium.first("#search").sendKeys("xyzzy-nowhere");
    assertThat(chromium.first("#drawings").getText(), is("Nothing fits these filters."));
  }

  // Pictures that lead somewhere.

  @Test
  void leadsFromAnActorInAPictureToItsStory() {
    chromium.first("#drawings figure:nth-of-type(1) [aria-label^='Show actor']").click();

    assertThat(chromium.first(".story").getText(), startsWith(anomalies.get(0).actor()));
  }

  @Test
  void leadsFromAResourceInAPictureToItsAnomalies() {
    String name =
        chromium
            .first("#drawings [aria-label^='Show resource']")
            .getDomAttribute("aria-label")
            .replace("Show resource ", "");
    chromium.evaluate(
        "document.querySelector(\"#drawings [aria-label^='Show resource'] text\")"
            + ".dispatchEvent(new MouseEvent('click', { bubbles: true }))");

    assertThat(chromium.texts("tr.anomaly td.resource"), everyItem(is(name)));
  }

  @Test
  void leadsFromADiamondToItsAnomalyByTheKeyboard() {
    chromium.tabTo("#drawings figure:nth-of-type(2) .leads");
    while (!focusIs("path")) {
      chromium.press(Keys.ARROW_DOWN);
    }
    String name = (String) chromium.evaluate("return document.activeElement.ariaLabel");
    chromium.press(Keys.ENTER);

    assertThat(chromium.all(".explanation"), hasSize(1));
    assertThat(
        name.replace("Show", "Explain"),
        is(chromium.evaluate("return document.activeElement.ariaLabel")));
  }

  // The address.

  @Test
  void holdsWhatIsChosenInTheAddress() {
    chromium.first("#search").sendKeys("contoso");
    chromium.first("#severities input[value=High]").click();
    chromium.first("button.sort[data-sort=last]").click();
    chromium.first("button.expand").click();
    List<String> shown = chromium.texts("tr.anomaly td.resource");
    String sentence = chromium.first(".sentence").getText();

    String address = chromium.address();
    chromium.open(demo.page(), address);

    assertThat(chromium.texts("tr.anomaly td.resource"), is(shown));
    assertThat(chromium.first(".sentence").getText(), is(sentence));
    assertThat(chromium.address(), is(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#record=%s", "#%s", "#view=actor&record=%s", "#search=nothing&record=%s"})
  void opensTheAnomalyThatTheAddressNames(String address) throws IOException {
    Anomaly last = anomalies.get(anomalies.size() - 1);

    chromium.open(demo.page(), address.formatted(last.recordId()));

    assertThat(
        chromium.first(".sentence").getText(),
        is(JSON.readTree(last.explanation()).get("summary").asText()));
    assertThat(focusIs("button.expand[aria-expanded=true]"), is(true));
  }

  @Test
  void followsAnAddressThatIsPastedLater() {
    chromium.follow("#actor=" + "contoso%5Csvc-erp");

    assertThat(chromium.texts("tr.anomaly td.actor"), everyItem(is("contoso\\svc-erp")));
  }

  @Test
  void saysSoWhereTheReportHasNoSuchRecord() {
    chromium.open(demo.page(), "#record=0123");

    assertThat(
        chromium.first("#count").getText(), startsWith("Record 0123 is not in this report."));
  }

  @Test
  void keepsWhatIsChosenWhileGoingToAPartOfThePage() {
    chromium.first("#search").sendKeys("contoso");
    chromium.first("nav a[href='#pictures']").click();

    assertThat(chromium.address(), is("#search=contoso"));
    assertThat(focusIs("#pictures"), is(true));
  }

  // The first screen.

  @Test
  void showsStartAndEndOfTheWindow() {
    assertThat(
        chromium.first("#window").getText(),
        startsWith("Window 31 Mar 2026, 00:00 to 1 Apr 2026, 00:00 UTC"));
  }

  @Test
  void showsWarningsOnTheFirstScreen() throws IOException {
    Path results = demo.copyOfResults(folder.resolve("warned"));
    Path metrics = results.resolve("metrics.json");
    ObjectNode json = (ObjectNode) JSON.readTree(metrics.toFile());
    json.putArray("warnings").add("the model is 60 days old");
    JSON.writeValue(metrics.toFile(), json);

    chromium.open(pageOf(results));

    assertThat(
        chromium.texts("#warnings li"),
        contains(is("the model is 60 days old"), containsString("no run.json")));
    assertThat(
        ((Number)
                chromium.evaluate(
                    "return document.getElementById('warnings').getBoundingClientRect().bottom"))
            .intValue(),
        is(lessThan(HIGH / 2)));
  }

  @Test
  void warnsOfNothingWhereTheRunDidNot() {
    assertThat(chromium.first("#warnings").isDisplayed(), is(false));
  }

  @Test
  void foldsWhatIsNewButOrdinary() throws IOException {
    Path results = demo.copyOfResults(folder.resolve("ordinary"));
    List<Anomaly> kept = makeLastOrdinary(results, 5);

    chromium.open(pageOf(results));

    assertThat(chromium.first("#ordinary-summary").getText(), is("New but ordinary: 5 accesses"));
    assertThat(chromium.all("#ordinary tr.anomaly"), is(empty()));
    chromium.tabTo("#ordinary-summary");
    chromium.press(Keys.ENTER);
    assertThat(chromium.all("#ordinary tr.anomaly"), hasSize(5));
    chromium.first("#ordinary button.expand").click();
    assertThat(chromium.all("#ordinary .explanation"), hasSize(1));

    chromium.open(pageOf(results), "#record=" + kept.get(3).recordId());
    assertThat(focusIs("#ordinary button.expand[aria-expanded=true]"), is(true));
  }

  @Test
  void opensTheResultsOfAnEarlierVersion() throws IOException {
    Path results = demo.copyOfResults(folder.resolve("earlier"));
    change(results, row -> row.remove(List.of("Severity", "ActorScore")));
    Files.delete(results.resolve("metrics.json"));

    chromium.open(pageOf(results));

    assertThat(chromium.texts("tr.anomaly .severity"), everyItem(is("◆ Medium")));
    assertThat(chromium.first("#window").getText(), startsWith("Window ending 1 Apr 2026"));
  }

  // Names of tenants.

  @Test
  void namesTenantsByAFile() throws IOException {
    String tenant = anomalies.get(0).tenant();
    Path names = folder.resolve("tenants.csv");
    Files.writeString(names, "name,tenant\nContoso Ltd," + tenant + "\n");
    Path page = folder.resolve("named.html");
    DemoReport.write(demo.results(), demo.model(), page, "--tenantNames=" + names);

    chromium.open(page, "#search=contoso%20ltd");

    assertThat(chromium.texts("#tenant option"), hasItem(startsWith("Contoso Ltd (")));
    chromium.first("button.expand").click();
    assertThat(
        chromium.first(".explanation").getText(), containsString("Contoso Ltd (" + tenant + ")"));
  }

  @Test
  void namesTenantsByTheEnrichmentOfTheRun() throws IOException {
    Path results = demo.copyOfResults(folder.resolve("enriched"));
    change(
        results,
        row -> {
          if (row.get("Actor").asText().equals(anomalies.get(0).actor())) {
            ((ObjectNode) row.get("Explanation"))
                .putObject("actorAttributes")
                .put("tenantName", "Contoso of the HR system");
          }
        });

    chromium.open(pageOf(results));

    assertThat(chromium.texts("#tenant option"), hasItem(startsWith("Contoso of the HR system (")));
  }

  // Paper and pictures to look at.

  @Test
  void printsThePicturesOfEveryTenant() {
    chromium.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    assertThat(
        Set.copyOf(chromium.texts("#drawings .tenant-title")),
        hasSize((int) anomalies.stream().map(Anomaly::tenant).distinct().count()));
    assertThat(chromium.all("tr.anomaly"), hasSize(anomalies.size()));

    chromium.evaluate("window.dispatchEvent(new Event('afterprint'))");
    assertThat(chromium.all("#drawings .tenant-title"), is(empty()));
  }

  @Test
  void keepsAPrintOfActors() {
    chromium.open(demo.page(), "#view=actor&actor=contoso%5Cjulia.sato");
    Path print = PICTURES.resolve("print-actor.pdf");

    chromium.keepPrint(print);

    assertThat(Files.exists(print), is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "desktop, 1440, light",
    "desktop, 1440, dark",
    "phone, 390, light",
    "phone, 390, dark"
  })
  void showsAnActorAccessiblyAndKeepsAPicture(String device, int width, String scheme) {
    chromium.resize(width, HIGH);
    chromium.prefer(scheme);
    chromium.open(demo.page(), "#view=actor&actor=contoso%5Cjulia.sato");
    chromium.first(".actor-story button.expand").click();
    chromium.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");

    assertThat(chromium.accessibilityViolations(), is(empty()));
    assertThat(
        (Long) chromium.evaluate("return document.documentElement.scrollWidth"),
        is(lessThanOrEqualTo((long) width)));
    Path picture = PICTURES.resolve("actor-" + device + "-" + scheme + ".png");
    chromium.keepPicture(picture, 12_000);
    assertThat(Files.exists(picture), is(true));
  }

  private static Path pageOf(Path results) {
    Path page = results.resolveSibling(results.getFileName() + ".html");
    DemoReport.write(results, demo.model(), page);
    return page;
  }

  /** Changes every row of results. */
  private static void change(Path results, Consumer<ObjectNode> change) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
          ObjectNode row = (ObjectNode) JSON.readTree(line);
          change.accept(row);
          lines.add(JSON.writeValueAsString(row));
        }
        Files.write(file, lines);
      }
    }
  }

  /** Moves the last anomalies of a tenant to where the ordinary ones stand, alone. */
  private static List<Anomaly> makeLastOrdinary(Path results, int count) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(results)) {
      for (Path ordinary :
          files.filter(f -> f.getFileName().toString().startsWith("ordinary-")).toList()) {
        Files.delete(ordinary);
      }
    }
    try (Stream<Path> files = Files.list(results)) {
      file =
          files
              .filter(f -> f.getFileName().toString().startsWith("anomalies-"))
              .findFirst()
              .orElseThrow();
    }
    List<String> lines = Files.readAllLines(file);
    int reported = lines.size() - count;
    Files.write(
        results.resolve(file.getFileName().toString().replace("anomalies-", "ordinary-")),
        lines.subList(reported, lines.size()));
    Files.write(file, lines.subList(0, reported));
    return lines.subList(reported, lines.size()).stream().map(AnomalyJson::read).toList();
  }

  private static void openAllRows() {
    if (chromium.first("#more").isDisplayed()) {
      chromium.first("#more").click();
    }
  }

  private static List<String> columns() {
    return chromium.all("button.sort").stream()
        .map(button -> button.getDomAttribute("data-sort"))
        .toList();
  }

  private static String sorted(String column) {
    return (String)
        chromium.evaluate(
            "return document.querySelector('button.sort[data-sort=' + arguments[0] + ']')"
                + ".closest('th').getAttribute('aria-sort')",
            column);
  }

  private static boolean focusIs(String selector) {
    return (Boolean)
        chromium.evaluate("return document.activeElement.matches(arguments[0])", selector);
  }
}
