package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.loganalytics.TestCertificate;
import dev.byoml.pipelines.sentinel.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reading and writing blobs with an access token, as a managed identity has one: it opens no copy
 * of a blob, so nothing may be written under one name and moved to another. The export has an
 * account of its own.
 */
class SignedInBlobsIT {
  private static final String EVENTS = "azfs://" + Azurite.ACCOUNT + "/am-securityevent/";
  private static final String BYOML = "azfs://" + Azurite.OTHER_ACCOUNT + "/byoml/";

  @TempDir static Path folder;
  private static TestCertificate certificate;
  private static Azurite azurite;
  private static BlobContainerClient byoml;

  @BeforeAll
  static void start() throws Exception {
    Azurite.assumeInstalled();
    certificate = TestCertificate.makeIn(folder);
    azurite = Azurite.startWithSignIn(folder, certificate);
    Events.write(folder.resolve("events/training.jsonl"), Events.training());
    Events.write(
        folder.resolve("events/scored.jsonl"),
        List.of(
            Events.event(
                Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(9 * 3600)),
            "half a li"));
    azurite.upload("am-securityevent", folder.resolve("events"));
    byoml = azurite.client(Azurite.OTHER_ACCOUNT).createBlobContainer("byoml");
  }

  @AfterAll
  static void stop() throws Exception {
    if (azurite != null) {
      azurite.close();
    }
  }

  @Test
  void trainsAndScoresTwiceWithATokenAlone() throws Exception {
    succeeds("train", "--input=" + EVENTS + "training.jsonl", "--model=" + BYOML + "model");
    Map<String, String> first = null;
    for (int run = 0; run < 2; run++) {
      succeeds(
          "score",
          "--input=" + EVENTS + "scored.jsonl",
          "--model=" + BYOML + "model",
          "--output=" + BYOML + "results",
          "--allScores=" + BYOML + "scores");
      Map<String, String> results = blobs("results/");
      assertThat(
          results.keySet().toString(),
          allOf(
              containsString("results/anomalies-t1.ndjson"),
              containsString("results/metrics.json"),
              containsString("results/rejected/rejected-")));
      // It tells how long the run took.
      results.remove("results/metrics.json");
      assertThat(results, is(first == null ? results : first));
      first = results;
    }
    succeeds(
        "report",
        "--results=" + BYOML + "results",
        "--model=" + BYOML + "model",
        "--output=" + BYOML + "report.html");
    assertThat(blobs("report.html").get("report.html"), containsString("finance.0"));
  }

  @Test
  void saysThatTheTokenHasExpired() throws Exception {
    Program.Result result =
        run(
            token(Instant.parse("2026-03-01T10:00:00Z")),
            "train",
            "--input=" + EVENTS + "training.jsonl",
            "--model=" + folder.resolve("none"));

    assertThat(result.status(), is(2));
    assertThat(
        result.errors(), containsString("BYOML_ACCESS_TOKEN expired at 2026-03-01T10:00:00Z"));
  }

  private static void succeeds(String... arguments) throws Exception {
    Program.Result result = run(token(Instant.now().plusSeconds(3600)), arguments);
    assertThat(result.errors(), result.status(), is(0));
  }

  private static Program.Result run(String token, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--blobServiceEndpoint=" + azurite.endpoint().replace(Azurite.ACCOUNT, "{account}"));
    return ByomlProcess.run(
        Map.of("BYOML_ACCESS_TOKEN", token), certificate.javaOptions(), all.toArray(String[]::new));
  }

  private static Map<String, String> blobs(String prefix) {
    Map<String, String> blobs = new TreeMap<>();
    for (BlobItem blob : byoml.listBlobs()) {
      if (blob.getName().startsWith(prefix)) {
        blobs.put(
            blob.getName(),
            new String(
                byoml.getBlobClient(blob.getName()).downloadContent().toBytes(),
                StandardCharsets.UTF_8));
      }
    }
    return blobs;
  }

  /** An unsigned token, of which Azurite checks the claims. */
  private static String token(Instant expiry) {
    long from = Instant.now().minusSeconds(7200).getEpochSecond();
    return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}")
        + "."
        + part(
            ("{\"aud\":\"https://storage.azure.com\",\"iat\":%d,\"nbf\":%d,\"exp\":%d,"
                    + "\"iss\":\"https://sts.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606/\"}")
                .formatted(from, from, expiry.getEpochSecond()))
        + "."
        + part("unsigned");
  }

  private static String part(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
