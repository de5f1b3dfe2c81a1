package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.azure.storage.blob.BlobContainerClient;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.ManyTenants;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of {@code score} that is killed leaves no folder that looks whole. */
class KilledScoreIT {
  private static final int KILLS = 10;
  private static final int KILLS_ON_BLOBS = 5;

  @TempDir static Path folder;
  private static ManyTenants tenants;

  @BeforeAll
  static void train() throws IOException {
    tenants = ManyTenants.in(folder);
  }

  @Test
  void isRefusedByTheReportHoweverManyFilesItHadWritten() throws Exception {
    int refused = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Path results = folder.resolve("results-" + kill);
      int files = 1 + kill * ManyTenants.COUNT / KILLS;
      boolean killed =
          ByomlProcess.killWhen(
              () -> count(results) >= files, Map.of(), tenants.score(results.toString()));
      boolean whole = Files.exists(results.resolve("run.json"));
      Cli report = Cli.run(tenants.report(results.toString()));
      assertThat(report.err(), report.status(), is(whole ? 0 : 2));
      if (killed && !whole) {
        assertThat(report.err(), containsString("has not ended or was interrupted"));
        refused++;
      }
    }
    assertThat(refused, is(greaterThan(0)));

    String again = folder.resolve("results-0").toString();
    assertThat(Cli.run(tenants.score(again)).status(), is(0));
    Cli report = Cli.run(tenants.report(again));
    assertThat(report.err(), report.status(), is(0));
    assertThat(report.out(), containsString("(anomalies: %d)".formatted(ManyTenants.COUNT)));
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
        int files = 1 + kill * ManyTenants.COUNT / KILLS_ON_BLOBS;
        boolean killed =
            ByomlProcess.killWhen(
                () -> container.listBlobsByHierarchy(name + "/").stream().count() >= files,
                environment,
                tenants.score(results));
        boolean whole = container.getBlobClient(name + "/run.json").exists();
        Program.Result report = ByomlProcess.run(environment, tenants.report(results));
        assertThat(report.errors(), report.status(), is(whole ? 0 : 2));
        if (killed && !whole) {
          assertThat(report.errors(), containsString("has not ended or was interrupted"));
          refused++;
        }
      }
      assertThat(refused, is(greaterThan(0)));
    }
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
