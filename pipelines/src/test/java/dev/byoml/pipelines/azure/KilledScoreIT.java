package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.azure.storage.blob.BlobContainerClient;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of {@code score} that is killed leaves no folder that looks whole. */
class KilledScoreIT {
  private static final int KILLS = 10;
  private static final int KILLS_ON_BLOBS = 5;
  private static final int TENANTS = 25;

  @TempDir static Path folder;
  private static Path model;
  private static Path window;

  @BeforeAll
  static void train() throws IOException {
    List<String> training = new ArrayList<>();
    List<String> scored = new ArrayList<>();
    for (int tenant = 0; tenant < TENANTS; tenant++) {
      for (int user = 0; user < 4; user++) {
        training.add(
            "2026-03-0%d\tu%d\tr%d\tx\t1\tt%d".formatted(1 + user, user, user / 2, tenant));
      }
      scored.add("2026-03-31\tu0\tr1\tx\t1\tt%d".formatted(tenant));
    }
    model = folder.resolve("model");
    window = Files.write(folder.resolve("window.tsv"), scored);
    Path days = Files.write(folder.resolve("days.tsv"), training);
    Cli cli = Cli.run("train", "--input=" + days, "--template=daily-counts", "--model=" + model);
    assertThat(cli.err(), cli.status(), is(0));
  }

  @Test
  void isRefusedByTheReportHoweverManyFilesItHadWritten() throws Exception {
    int refused = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path results = folder.resolve("results-" + kill);
      int files = 1 + kill * TENANTS / KILLS;
      boolean killed =
          ByomlProcess.killWhen(() -> count(results) >= files, Map.of(), score(results.toString()));
      boolean whole = Files.exists(results.resolve("run.json"));
      Cli report = Cli.run(report(results.toString()));
      assertThat(report.err(), report.status(), is(whole ? 0 : 2));
      if (killed && !whole) {
        assertThat(report.err(), containsString("has not ended or was interrupted"));
        refused++;
      }
    }
    assertThat(refused, is(greaterThan(0)));

    String again = folder.resolve("results-0").toString();
    assertThat(Cli.run(score(again)).status(), is(0));
    Cli report = Cli.run(report(again));
    assertThat(report.err(), report.status(), is(0));
    assertThat(report.out(), containsString("(anomalies: %d)".formatted(TENANTS)));
  }

  @Test
  void isRefusedByTheReportOnBlobsToo() throws Exception {
    Azurite.assumeInstalled();
    try (Azurite azurite = Azurite.start(folder)) {
      BlobContainerClient container = azurite.client().createBlobContainer("byoml");
      Map<String, String> environment =
          Map.of("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString());
      int refused = 0;
      for (int kill = 0; kill < KILLS_ON_BLOBS; kill++) {
        String name = "results-" + kill;
        String results = "azfs://" + Azurite.ACCOUNT + "/byoml/" + name;
        int files = 1 + kill * TENANTS / KILLS_ON_BLOBS;
        boolean killed =
            ByomlProcess.killWhen(
                () -> container.listBlobsByHierarchy(name + "/").stream().count() >= files,
                environment,
                score(results));
        boolean whole = container.getBlobClient(name + "/run.json").exists();
        Program.Result report = ByomlProcess.run(environment, report(results));
        assertThat(report.errors(), report.status(), is(whole ? 0 : 2));
        if (killed && !whole) {
          assertThat(report.errors(), containsString("has not ended or was interrupted"));
          refused++;
        }
      }
      assertThat(refused, is(greaterThan(0)));
    }
  }

  private static String[] score(String results) {
    return new String[] {
      "score",
      "--input=" + window,
      "--model=" + model,
      "--threshold=-Infinity",
      "--output=" + results
    };
  }

  private static String[] report(String results) {
    return new String[] {
      "report",
      "--results=" + results,
      "--model=" + model,
      "--output=" + folder.resolve("report.html")
    };
  }

  private static long count(Path results) {
    if (!Files.isDirectory(results)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(results)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
