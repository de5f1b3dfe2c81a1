package dev.byoml.pipelines.report;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.explain.Explainer;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.result.RecordId;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.LocalModelFolder;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.pipelines.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A report of 10,000 anomalies of a tenant of 1,500 users, each with the explanation that scoring
 * gives it. Prints how long it takes to open; asserts its size only.
 */
class LargeReportIT {
  private static final int ANOMALIES = 10_000;
  private static final long MOST_BYTES = 10_000_000;
  private static final Instant FROM = Instant.parse("2026-03-31T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");

  @TempDir static Path folder;
  private static Path page;
  private static List<Anomaly> anomalies;
  private static Chromium chromium;

  @BeforeAll
  static void writeTheReport() throws IOException {
    assumeTrue(Chromium.isInstalled(), "chromium or chromedriver is not installed");
    Path data = folder.resolve("data");
    Path model = folder.resolve("model");
    byoml(
        "sample-data",
        "--output=" + data,
        "--users=1500",
        "--resources=300",
        "--days=8",
        "--tenants=1");
    byoml("train", "--input=" + data.resolve("am-securityevent"), "--model=" + model);
    anomalies = anomaliesOf(ModelReader.open(new LocalModelFolder(model)));
    Path results = Files.createDirectories(folder.resolve("results"));
    Files.write(
        results.resolve("anomalies-tenant.ndjson"),
        anomalies.stream().map(AnomalyJson::write).toList());
    page = folder.resolve("report.html");
    DemoReport.write(results, model, page);
    chromium = Chromium.start();
    chromium.resize(1280, 900);
  }

  @AfterAll
  static void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void staysUnderTenMegabytes() throws IOException {
    System.out.printf(Locale.ROOT, "report of %,d anomalies: %,d bytes%n", ANOMALIES, size());

    assertThat(size(), is(lessThan(MOST_BYTES)));
  }

  @Test
  void opensWithEveryAnomaly() {
    chromium.open(page);

    System.out.printf(
        Locale.ROOT,
        "report of %,d anomalies: drawn after %,d ms, loaded after %,d ms%n",
        ANOMALIES,
        milliseconds("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"),
        milliseconds("performance.getEntriesByType('navigation')[0].loadEventEnd"));
    assertThat(chromium.first("#count").getText(), containsString(" of 10,000 anomalies"));
    assertThat(chromium.console(), is(empty()));
  }

  @Test
  void explainsTheLastToo() {
    chromium.open(page);
    Anomaly last = anomalies.get(ANOMALIES - 1);

    long before = milliseconds("performance.now()");
    chromium.evaluate(
        """
        document.getElementById("search").value = arguments[0];
        document.getElementById("search").dispatchEvent(new Event("input", { bubbles: true }));
        """,
        last.recordId());
    System.out.printf(
        Locale.ROOT,
        "report of %,d anomalies: searched in %,d ms%n",
        ANOMALIES,
        milliseconds("performance.now()") - before);
    chromium.first("button.expand").click();

    assertThat(chromium.texts("tr.anomaly td.actor"), hasSize(1));
    assertThat(
        chromium.first(".explanation").getText(), containsString("WHAT THIS ACTOR USUALLY DOES"));
  }

  private static long size() throws IOException {
    return Files.size(page);
  }

  private static long milliseconds(String expression) {
    return ((Number) chromium.evaluate("return " + expression)).longValue();
  }

  /** Pairs that training has not seen, spread over all users and resources. */
  private static List<Anomaly> anomaliesOf(ModelReader reader) throws IOException {
    String tenant = reader.manifest().tenants().get(0).tenant();
    TenantModel model = reader.tenant(tenant).orElseThrow();
    AccessScorer scorer = new AccessScorer(model);
    Explainer explainer = new Explainer(model);
    List<String> users = model.accesses().users();
    List<String> resources = model.accesses().resources();
    List<Anomaly> anomalies = new ArrayList<>();
    for (int i = 0; anomalies.size() < ANOMALIES; i++) {
      int user = i % users.size();
      int resource = (i * 7 + i / users.size()) % resources.size();
      if (model.accessCount(user, resource) == 0) {
        ScoredAccess scored = scorer.score(user, resource);
        anomalies.add(
            anomaly(
                reader.manifest().modelId(),
                new AccessKey(tenant, users.get(user), resources.get(resource)),
                scored,
                explainer.explain(users.get(user), resources.get(resource), scored)));
      }
    }
    anomalies.sort(RankedAnomalies.MOST_ANOMALOUS_FIRST);
    return anomalies;
  }

  private static Anomaly anomaly(
      String modelId, AccessKey key, ScoredAccess scored, String explanation) {
    int number = Math.floorMod(key.hashCode(), 86_000);
    return new Anomaly(
        TO,
        RecordId.of(modelId, FROM, TO, key),
        key.tenant(),
        key.user(),
        key.resource(),
        key.user().substring(key.user().indexOf('\\') + 1),
        "CONTOSO",
        "S-1-5-21-206523175-2410539439-1464485230-" + number,
        "FS01",
        "contoso.example",
        "10.16.%d.%d".formatted(number / 250, number % 250),
        scored.score(),
        scored.percentile(),
        scored.reason(),
        Severity.MEDIUM,
        scored.score(),
        1 + number % 5,
        FROM.plusSeconds(number),
        FROM.plusSeconds(number + 300),
        explanation,
        modelId);
  }

  private static void byoml(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
  }
}
