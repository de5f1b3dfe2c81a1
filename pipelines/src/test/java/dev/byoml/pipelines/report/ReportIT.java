package dev.byoml.pipelines.report;

import static java.util.stream.Collectors.toSet;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.result.Anomaly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * The report of the demo in Chromium, as an analyst uses it. Pictures of it stay in {@code
 * target/report-pictures/}.
 */
class ReportIT {
  private static final Path PICTURES = Path.of("target", "report-pictures");
  private static final int DESKTOP = 1440;
  private static final int PHONE = 390;
  private static final int NARROW_PHONE = 320;

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
    chromium.resize(DESKTOP, 900);
    chromium.prefer("light");
    chromium.open(demo.page());
  }

  @Test
  void opensWithoutAWordOnTheConsole() {
    useEverything();

    assertThat(chromium.console(), is(empty()));
  }

  @Test
  void asksForNothingButItself() {
    useEverything();

    assertThat(chromium.requests(), contains(demo.page().toUri().toString()));
    assertThat(chromium.evaluate("return performance.getEntriesByType('resource').length"), is(0L));
  }

  @Test
  void theLogsShowAPageThatAsksAndComplains() throws IOException {
    Path page = folder.resolve("asking.html");
    Files.writeString(
        page, "<img src='http://127.0.0.1:9/x.png'><script>throw new Error('broken')</script>");

    chromium.open(page);

    assertThat(chromium.requests(), hasItem("http://127.0.0.1:9/x.png"));
    assertThat(chromium.console(), hasItem(containsString("broken")));
  }

  @Test
  void listsTheMostAnomalousFirst() {
    assertThat(shownActors(), is(actors(anomalies.subList(0, shownActors().size()))));
    assertThat(shownActors(), hasSize(greaterThan(10)));
  }

  @Test
  void saysInASentenceWhatIsOdd() throws IOException {
    chromium.first("button.expand").click();

    String summary =
        new ObjectMapper().readTree(anomalies.get(0).explanation()).get("summary").asText();
    assertThat(chromium.first(".sentence").getText(), is(summary));
  }

  @Test
  void saysInEachRowWhoUsuallyDoesItAndHowManyPeersDo() {
    assertThat(
        chromium.texts("tr.anomaly td.reason").get(0),
        matchesPattern("(?s)Unlike peers \\d+ of \\d+ peers\\s+usually [a-z.-]+ and \\d+ others?"));
  }

  @Test
  void showsThePeersOfTheActorAndWhetherTheyTouchTheResource() throws IOException {
    chromium.first("button.expand").click();

    String peer =
        new ObjectMapper().readTree(anomalies.get(0).explanation()).at("/peers/0/user").asText();
    assertThat(chromium.first(".explanation").getText(), containsString(peer));
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc-erp", "FS01.contoso.example\\c$", "10.16.0.27", "unlike peers"})
  void findsByAnyText(String words) {
    type("#search", words);

    assertThat(shownActors(), is(not(empty())));
    assertThat(matches(), is(greaterThan(0)));
    assertThat(matches(), is(lessThan(anomalies.size())));
  }

  @Test
  void findsWhatHasEveryWord() {
    type("#search", "julia.sato admin$");

    assertThat(matches(), is(count(anomaly -> isSweepOfJulia(anomaly))));
    assertThat(shownActors(), everyItem(is("contoso\\julia.sato")));
  }

  private static boolean isSweepOfJulia(Anomaly anomaly) {
    return anomaly.actor().equals("contoso\\julia.sato") && anomaly.resource().contains("admin$");
  }

  @Test
  void saysSoWhenNothingIsFound() {
    type("#search", "no such thing");

    assertThat(shownActors(), is(empty()));
    assertThat(chromium.first("#list").getText(), is("Nothing fits these filters."));
  }

  @Test
  void narrowsToAnActor() {
    type("#actor", "svc-erp");

    assertThat(shownActors(), everyItem(is("contoso\\svc-erp")));
    assertThat(matches(), is(count(anomaly -> anomaly.actor().equals("contoso\\svc-erp"))));
  }

  @Test
  void narrowsToATenant() {
    chromium.first("#tenant").sendKeys(Keys.ARROW_DOWN);

    String tenant = chromium.first("#tenant").getDomProperty("value");
    assertThat(anomalies.stream().map(Anomaly::tenant).toList(), hasItem(tenant));
    assertThat(matches(), is(count(anomaly -> anomaly.tenant().equals(tenant))));
    assertThat(matches(), is(lessThan(anomalies.size())));
  }

  @Test
  void narrowsToOneReasonOrMore() {
    Set<String> reasons =
        anomalies.stream().map(anomaly -> anomaly.reason().label()).collect(toSet());
    assertThat(reasons, hasSize(greaterThan(2)));
    assertThat(
        chromium.all("#reasons input").stream().map(box -> box.getDomAttribute("value")).toList(),
        containsInAnyOrder(reasons.toArray()));

    chromium.first("#reasons input[value=NewActor]").click();
    assertThat(matches(), is(count(anomaly -> isOf(anomaly, "NewActor"))));

    chromium.first("#reasons input[value=NewResource]").click();
    assertThat(
        matches(), is(count(anomaly -> isOf(anomaly, "NewActor") || isOf(anomaly, "NewResource"))));
  }

  private static boolean isOf(Anomaly anomaly, String reason) {
    return anomaly.reason().label().equals(reason);
  }

  @Test
  void clearsAllFiltersAtOnce() {
    type("#search", "contoso");
    type("#actor", "svc-erp");
    chromium.first("#reasons input").click();

    chromium.first("#clear").click();

    assertThat(matches(), is(anomalies.size()));
  }

  @Test
  void narrowsToAnActorThatStandsOut() {
    chromium.first("#actors button").click();

    assertThat(shownActors(), everyItem(is(anomalies.get(0).actor())));
  }

  @Test
  void showsMoreOnRequest() {
    chromium.first("#more").click();

    assertThat(shownActors(), is(actors(anomalies)));
  }

  @Test
  void saysInTheRowAndBelowTheSentenceWhatWasFoundOutBefore() throws IOException {
    Anomaly first = anomalies.get(0);
    Path verdicts = folder.resolve("verdicts.csv");
    Files.writeString(
        verdicts,
        "tenant,actor,resource,verdict,by,at\n%s,%s,%s,benign,dana,2026-03-20T10:00:00Z\n"
            .formatted(first.tenant(), first.actor(), first.resource()));
    Path page = folder.resolve("with-verdicts.html");
    DemoReport.write(demo.results(), demo.model(), page, "--verdicts=" + verdicts);

    chromium.open(page);
    chromium.first("button.expand").click();

    assertThat(
        chromium.texts("tr.anomaly td.reason").get(0),
        containsString("this access was found benign"));
    assertThat(
        chromium.first(".verdicts").getText(), containsString("benign, by dana, 20 Mar 2026"));
    assertThat(chromium.first("#verdicts-content").getText(), containsString(first.actor()));
  }

  @Test
  void saysHowManyAlertsTheLowestScoreWouldHaveGivenAsAThreshold() {
    assertThat(
        chromium.first("#pictures").getText(),
        matchesPattern(
            "(?s).*would have given [0-9.,]+ alerts a day on the last 5 training days.*"));
    assertThat(chromium.first("#model-content").getText(), containsString("at most 10"));
  }

  @Test
  void canBeUsedByTheKeyboardAlone() {
    chromium.press(Keys.TAB);
    assertThat(focused(), is("Skip to the anomalies"));
    chromium.press(Keys.ENTER);
    chromium.tabTo("#search");
    chromium.press("svc-erp");
    chromium.tabTo("button.expand");
    chromium.press(Keys.ARROW_DOWN);
    assertThat(focusedName(), startsWith("Explain anomaly "));
    chromium.press(Keys.ENTER);

    assertThat(chromium.all(".explanation"), hasSize(1));
    assertThat(focusedExpanded(), is("true"));

    chromium.press(Keys.ESCAPE);

    assertThat(chromium.all(".explanation"), is(empty()));
    assertThat(focusedName(), startsWith("Explain anomaly "));
  }

  @ParameterizedTest
  @CsvSource({"1440, light", "1440, dark", "390, light", "390, dark"})
  void isAccessible(int width, String scheme) {
    chromium.resize(width, 900);
    chromium.prefer(scheme);
    chromium.open(demo.page());
    chromium.first("button.expand").click();
    chromium.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");

    assertThat(chromium.accessibilityViolations(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, NARROW_PHONE})
  void fitsAPhone(int width) {
    chromium.resize(width, 844);
    chromium.open(demo.page());
    useEverything();

    assertThat(
        (Long) chromium.evaluate("return document.documentElement.scrollWidth"),
        is(lessThanOrEqualTo((long) width)));
  }

  @ParameterizedTest
  @CsvSource({
    "desktop, 1440, light",
    "desktop, 1440, dark",
    "phone, 390, light",
    "phone, 390, dark"
  })
  void keepsPictures(String device, int width, String scheme) {
    chromium.resize(width, 900);
    chromium.prefer(scheme);
    chromium.open(demo.page());
    chromium.first("button.expand").click();
    Path picture = PICTURES.resolve(device + "-" + scheme + ".png");

    chromium.keepPicture(picture, 12_000);

    assertThat(Files.exists(picture), is(true));
  }

  @Test
  void keepsAPrint() {
    Path print = PICTURES.resolve("print.pdf");

    chromium.keepPrint(print);

    assertThat(Files.exists(print), is(true));
  }

  /** Opens and switches whatever can be opened and switched. */
  private static void useEverything() {
    chromium.all("#more").stream().filter(WebElement::isDisplayed).forEach(WebElement::click);
    chromium.evaluate("document.querySelectorAll('button.expand').forEach((b) => b.click())");
    chromium.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    chromium.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    chromium.evaluate("window.dispatchEvent(new Event('afterprint'))");
  }

  private static void type(String selector, String text) {
    chromium.first(selector).sendKeys(text);
  }

  private static List<String> shownActors() {
    return chromium.texts("tr.anomaly td.actor");
  }

  private static List<String> actors(List<Anomaly> list) {
    return list.stream().map(Anomaly::actor).toList();
  }

  /** How many anomalies fit the filters, as the page says. */
  private static int matches() {
    return Integer.parseInt(
        chromium.first("#count").getText().replaceAll(".* of ([0-9,]+) .*", "$1").replace(",", ""));
  }

  private static int count(Predicate<Anomaly> condition) {
    return (int) anomalies.stream().filter(condition).count();
  }

  private static Object focused() {
    return chromium.evaluate("return document.activeElement.textContent");
  }

  private static String focusedName() {
    return (String) chromium.evaluate("return document.activeElement.getAttribute('aria-label')");
  }

  private static Object focusedExpanded() {
    return chromium.evaluate("return document.activeElement.getAttribute('aria-expanded')");
  }
}
