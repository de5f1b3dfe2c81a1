package dev.byoml.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody who names an account, a share or a computer also writes into the report. Every text of
 * it is markup here, in what is trained on and scored, in the results, their metrics and verdicts;
 * none of it may run.
 */
class HostileReportIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROOF = "window.attacked = true";
  private static final String SCRIPT = "<script>" + PROOF + "</script>";
  private static final String IMAGE = "</script><img src=x onerror=\"" + PROOF + "\">";
  private static final String DRAWING = "\"'></title><svg onload=\"" + PROOF + "\">";
  private static final String COMMENT = "<!--<script>-->\u2028{{script}}${alert(1)}";
  private static final String TENANT = SCRIPT;
  private static final List<String> TEXTS = List.of(SCRIPT, IMAGE, DRAWING, COMMENT);

  @TempDir static Path folder;
  private static Path page;
  private static Path pageWithoutPolicy;
  private static Chromium chromium;

  @BeforeAll
  static void writeTheReport() throws IOException {
    assumeTrue(Chromium.isInstalled(), "chromium or chromedriver is not installed");
    Path model = folder.resolve("model");
    Path results = folder.resolve("results");
    byoml(
        "train",
        "--template=daily-counts",
        "--input=" + Events.write(folder.resolve("training.tsv"), training()),
        "--model=" + model);
    byoml(
        "score",
        "--input=" + Events.write(folder.resolve("scored.tsv"), scored()),
        "--model=" + model,
        "--threshold=-Infinity",
        "--output=" + results);
    spoil(results);
    // Whoever can change rows can take away the table of contents that would tell.
    Files.delete(results.resolve("run.json"));
    page = folder.resolve("report.html");
    byoml(
        "report",
        "--results=" + results,
        "--model=" + model,
        "--verdicts=" + verdicts(),
        "--tenantNames=" + tenantNames(),
        "--output=" + page);
    String html = Files.readString(page);
    pageWithoutPolicy = folder.resolve("without-policy.html");
    Files.writeString(
        pageWithoutPolicy,
        html.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", ""));
    chromium = Chromium.start();
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void everyTextIsThereAsText() {
    lookAtEverything(page);

    List<String> resources = chromium.texts("tr.anomaly td.resource");
    for (String text : List.of(SCRIPT, IMAGE, DRAWING)) {
      assertThat(resources, hasItem("\\\\x\\" + text));
    }
  }

  @Test
  void nothingIsRefusedByThePolicyForNothingTries() {
    lookAtEverything(page);

    assertThat(chromium.console(), is(empty()));
    assertThat(chromium.requests(), contains(page.toUri().toString()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noScriptRunsWithOrWithoutThePolicy(boolean withPolicy) {
    lookAtEverything(withPolicy ? page : pageWithoutPolicy);

    assertThat(chromium.evaluate("return window.attacked"), is(nullValue()));
    assertThat(chromium.all("img, iframe, svg[onload]"), is(empty()));
    assertThat(chromium.all("script").size(), is(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"record", "search", "actor", "resource", "tenant", "sort", "view"})
  void anAddressIsTextToo(String part) {
    chromium.open(
        pageWithoutPolicy, "#" + part + "=" + URLEncoder.encode(IMAGE, StandardCharsets.UTF_8));

    assertThat(chromium.evaluate("return window.attacked"), is(nullValue()));
    assertThat(chromium.all("img"), is(empty()));
    assertThat(chromium.console(), is(empty()));
  }

  @Test
  void thePayloadsRunWhereTheyAreMarkup() throws IOException {
    Path unescaped = folder.resolve("unescaped.html");
    Files.writeString(unescaped, "<p>" + SCRIPT + "</p>");

    chromium.open(unescaped);

    assertThat(chromium.evaluate("return window.attacked"), is(true));
  }

  @Test
  void theCopyWithoutThePolicyHasNone() throws IOException {
    assertThat(Files.readString(page).contains("Content-Security-Policy"), is(true));
    assertThat(
        Files.readString(pageWithoutPolicy).contains("Content-Security-Policy"), is(not(true)));
  }

  private static void lookAtEverything(Path html) {
    chromium.open(html);
    chromium.evaluate("if (!document.getElementById('more').hidden) { more.click(); }");
    chromium.evaluate("document.querySelectorAll('button.expand').forEach((b) => b.click())");
    chromium.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    chromium.evaluate("document.querySelector('#by input[value=actor]').click()");
    chromium.evaluate("document.querySelectorAll('button.expand-actor').forEach((b) => b.click())");
    chromium.evaluate("document.querySelectorAll('button.expand').forEach((b) => b.click())");
    chromium.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })");
    chromium.evaluate("document.querySelector('#by input[value=anomaly]').click()");
    chromium.evaluate(
        """
        for (const option of document.querySelectorAll("#picture-tenant option")) {
          document.getElementById("picture-tenant").value = option.value;
          document.getElementById("picture-tenant").dispatchEvent(new Event("change"));
        }
        window.dispatchEvent(new Event("beforeprint"));
        """);
  }

  /** Each of a few people touches two shares, on every day. */
  private static List<String> training() {
    List<String> lines = new ArrayList<>();
    for (int day = 2; day < 16; day++) {
      for (int person = 0; person < TEXTS.size(); person++) {
        lines.add(access(day, TEXTS.get(person), TEXTS.get(person), TENANT));
        lines.add(access(day, TEXTS.get(person), TEXTS.get((person + 1) % TEXTS.size()), TENANT));
      }
    }
    return lines;
  }

  /** Everybody and a stranger touch every share, and so do people of unseen tenants. */
  private static List<String> scored() {
    List<String> lines = new ArrayList<>();
    for (String person : TEXTS) {
      for (String share : TEXTS) {
        lines.add(access(16, person, share, TENANT));
        lines.add(access(16, person, share, "unseen" + person));
        lines.add(access(16, "stranger" + person, share, TENANT));
      }
    }
    return lines;
  }

  private static String access(int day, String person, String share, String tenant) {
    return String.join(
        "\t", "2026-03-%02d".formatted(day), "x\\" + person, "\\\\x\\" + share, "", "1", tenant);
  }

  /** Puts markup into whatever text of the results a line of input does not reach. */
  private static void spoil(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
          ObjectNode row = (ObjectNode) JSON.readTree(line);
          for (String column :
              List.of(
                  "RecordId",
                  "ActorName",
                  "ActorDomain",
                  "ActorSid",
                  "HostName",
                  "DnsDomain",
                  "IpAddress")) {
            row.put(column, IMAGE + column);
          }
          ObjectNode explanation = (ObjectNode) row.get("Explanation");
          explanation.put("summary", IMAGE + explanation.get("summary").asText());
          explanation.put("algorithmNote", SCRIPT);
          explanation.put(IMAGE, DRAWING);
          explanation.putObject(SCRIPT).put(IMAGE, SCRIPT).putArray(DRAWING).add(IMAGE);
          lines.add(JSON.writeValueAsString(row));
        }
        Files.write(file, lines);
      }
    }
    Path file = results.resolve("metrics.json");
    ObjectNode metrics = (ObjectNode) JSON.readTree(file.toFile());
    metrics.putObject("rejectedByReason").put(IMAGE, 1);
    metrics.putObject(DRAWING).put(SCRIPT, 1);
    metrics.putArray("warnings").add(IMAGE).add(SCRIPT);
    JSON.writeValue(file.toFile(), metrics);
    addOrdinary(results);
  }

  /** Some of the rows once more, as if they were ordinary. */
  private static void addOrdinary(Path results) throws IOException {
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith("anom")).toList()) {
        Files.copy(
            file,
            results.resolve(file.getFileName().toString().replace("anomalies-", "ordinary-")),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path tenantNames() throws IOException {
    return Files.writeString(
        folder.resolve("tenants.csv"),
        "tenant,name\n" + quoted(TENANT) + "," + quoted(IMAGE) + "\n");
  }

  private static Path verdicts() throws IOException {
    return Files.writeString(
        folder.resolve("verdicts.csv"),
        "tenant,actor,resource,verdict,by,at\n"
            + quoted(TENANT)
            + ","
            + quoted("x\\" + SCRIPT)
            + ","
            + quoted("\\\\x\\" + IMAGE)
            + ",benign,"
            + quoted(IMAGE)
            + ",2026-03-15T00:00:00Z\n");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  private static void byoml(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }
}
