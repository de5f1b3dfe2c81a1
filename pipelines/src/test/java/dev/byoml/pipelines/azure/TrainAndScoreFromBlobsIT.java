package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story on blobs, beside the same on local files. */
class TrainAndScoreFromBlobsIT {
  private static final Path SAMPLE =
      Path.of("../sample-data/small/am-securityevent").toAbsolutePath().normalize();
  private static final String WORKSPACE =
      "/WorkspaceResourceId=/subscriptions/43d5d98c-6422-4aa0-8df8-12997c19acfb/resourcegroups/rg-soc"
          + "/providers/microsoft.operationalinsights/workspaces/ws-contoso";
  private static final String ACCOUNT = "azfs://" + Azurite.ACCOUNT;
  private static final String EXPORT = ACCOUNT + "/am-securityevent" + WORKSPACE;
  private static final String MODEL = ACCOUNT + "/byoml/models/2026-w13";
  private static final String RESULTS = ACCOUNT + "/byoml/results/2026-03-31";
  private static final List<String> TRAINING_DAYS = List.of("--from=2026-03-23", "--to=2026-03-31");
  private static final List<String> SCORED_DAY = List.of("--from=2026-03-31", "--to=2026-04-01");

  @TempDir static Path folder;
  private static Azurite azurite;
  private static BlobContainerClient byoml;
  private static Program.Result training;
  private static Program.Result scoring;

  @BeforeAll
  static void trainAndScoreFromBlobsAndFromFiles() throws Exception {
    Azurite.assumeInstalled();
    azurite = Azurite.start(folder);
    azurite.upload("am-securityevent", SAMPLE);
    byoml = azurite.client().createBlobContainer("byoml");
    training = onBlobs("train", TRAINING_DAYS, "--input=" + EXPORT, "--model=" + MODEL);
    scoring =
        onBlobs(
            "score", SCORED_DAY, "--input=" + EXPORT, "--model=" + MODEL, "--output=" + RESULTS);

    String export = SAMPLE + WORKSPACE;
    onFiles("train", TRAINING_DAYS, "--input=" + export, "--model=" + local("model"));
    onFiles(
        "score",
        SCORED_DAY,
        "--input=" + export,
        "--model=" + local("model"),
        "--output=" + local("results"));
  }

  @AfterAll
  static void stop() throws Exception {
    if (azurite != null) {
      azurite.close();
    }
  }

  @Test
  void givesTheModelThatLocalFilesGive() throws Exception {
    assertThat(training.errors(), training.status(), is(0));
    JsonNode manifest = new ObjectMapper().readTree(text("models/2026-w13/manifest.json"));
    JsonNode expected = new ObjectMapper().readTree(local("model/manifest.json").toFile());
    assertThat(manifest.get("modelId"), is(expected.get("modelId")));
  }

  @Test
  void givesTheRowsThatLocalFilesGive() throws Exception {
    assertThat(scoring.errors(), scoring.status(), is(0));
    SortedMap<String, String> expected = new TreeMap<>();
    try (Stream<Path> files = Files.list(local("results"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ndjson")).toList()) {
        expected.put("results/2026-03-31/" + file.getFileName(), Files.readString(file));
      }
    }
    SortedMap<String, String> rows = new TreeMap<>();
    for (BlobItem blob : byoml.listBlobs()) {
      if (blob.getName().matches("results/2026-03-31/[^/]+[.]ndjson")) {
        rows.put(blob.getName(), text(blob.getName()));
      }
    }
    assertThat(expected, is(not(anEmptyMap())));
    assertThat(rows, is(expected));
  }

  @Test
  void replacesTheResultsOfAnEarlierRun() throws Exception {
    String output = ACCOUNT + "/byoml/results/twice";
    SortedMap<String, String> first = null;
    for (int run = 0; run < 2; run++) {
      Program.Result result =
          onBlobs(
              "score", SCORED_DAY, "--input=" + EXPORT, "--model=" + MODEL, "--output=" + output);
      assertThat(result.errors(), result.status(), is(0));
      SortedMap<String, String> blobs = new TreeMap<>();
      for (BlobItem blob : byoml.listBlobs()) {
        if (blob.getName().startsWith("results/twice/")) {
          blobs.put(blob.getName(), text(blob.getName()));
        }
      }
      // It tells how long the run took.
      assertThat(blobs.remove("results/twice/metrics.json"), is(notNullValue()));
      assertThat(blobs, hasKey("results/twice/run.json"));
      assertThat(blobs, is(first == null ? blobs : first));
      first = blobs;
    }
  }

  @Test
  void keepsASecondRunOutOfAFolderUntilTheFirstHasEnded() throws Exception {
    String output = ACCOUNT + "/byoml/results/shared";
    byoml.getBlobClient("results/shared/run.lock").upload(BinaryData.fromString("killed"));
    String[] score =
        words("score", SCORED_DAY, "--input=" + EXPORT, "--model=" + MODEL, "--output=" + output);
    Map<String, String> environment =
        Map.of("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString());
    BlobLeaseClient first =
        new BlobLeaseClientBuilder()
            .blobClient(byoml.getBlobClient("results/shared/run.lock"))
            .buildClient();
    first.acquireLease(-1);
    Program.Result second = ByomlProcess.run(environment, score);
    assertThat(second.errors(), containsString("another run is writing to " + output));
    assertThat(second.status(), is(2));

    first.releaseLease();
    Program.Result third = ByomlProcess.run(environment, score);
    assertThat(third.errors(), third.status(), is(0));
    assertThat(byoml.getBlobClient("results/shared/run.lock").exists(), is(false));
    assertThat(byoml.getBlobClient("results/shared/run.json").exists(), is(true));
  }

  @Test
  void readsParquetOfABlob() throws Exception {
    Path rows =
        Path.of("../transforms/src/test/resources/dev/byoml/transforms/read/events-snappy.parquet");
    byoml.getBlobClient("rows/part-0.parquet").uploadFromFile(rows.toString());
    Program.Result result =
        onBlobs(
            "train",
            List.of(),
            "--input=" + ACCOUNT + "/byoml/rows",
            "--model=" + ACCOUNT + "/byoml/models/parquet");
    assertThat(result.errors(), result.status(), is(0));
    assertThat(
        result.output(),
        containsString("read 3 = used 2 + filtered 1 (otherEvent 1) + rejected 0"));
  }

  private static Program.Result onBlobs(String command, List<String> range, String... options)
      throws IOException, InterruptedException {
    return ByomlProcess.run(
        Map.of("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString()),
        words(command, range, options));
  }

  private static void onFiles(String command, List<String> range, String... options) {
    Cli cli = Cli.run(words(command, range, options));
    assertThat(cli.err(), cli.status(), is(0));
  }

  private static String[] words(String command, List<String> range, String... options) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(range);
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  private static Path local(String name) {
    return folder.resolve(name);
  }

  private static String text(String blob) {
    return new String(
        byoml.getBlobClient(blob).downloadContent().toBytes(), StandardCharsets.UTF_8);
  }
}
