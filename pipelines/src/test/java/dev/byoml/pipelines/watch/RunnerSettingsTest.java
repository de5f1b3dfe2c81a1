package dev.byoml.pipelines.watch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.pipelines.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run without end needs of Flink. */
class RunnerSettingsTest {
  private static final String START = "--savepointPath=";
  private static final String CONFIGURATION = "--flinkConfDir=";

  @TempDir Path folder;

  @Test
  void keepsCheckpointsBesideTheResults() {
    assertThat(
        onFlink("--output=" + folder),
        hasItem("--stateBackendStoragePath=file://" + folder.resolve("checkpoints")));
    assertThat(
        onFlink("--output=" + folder + "/{from}/rows"),
        hasItem("--stateBackendStoragePath=file://" + folder.resolve("checkpoints")));
  }

  @Test
  void keepsCheckpointsWhereRowsThatGoAstrayAreKeptIfResultsAreOnlySent() {
    assertThat(
        onFlink("--ingestionEndpoint=https://localhost"),
        hasItem(
            "--stateBackendStoragePath=file://"
                + Path.of("byoml-watch/checkpoints").toAbsolutePath()));
  }

  @Test
  void refusesResultsOnAStoreWithoutAPlaceForCheckpoints() {
    UsageException e =
        assertThrows(UsageException.class, () -> onFlink("--output=azfs://account/container"));
    assertThat(e.getMessage(), containsString("give --stateBackendStoragePath"));
    assertThat(
        onFlink("--output=azfs://account/container", "--stateBackendStoragePath=s3://b"),
        not(hasItem(startsWith("--stateBackendStoragePath"))));
  }

  @Test
  void goesOnFromTheLastCompleteCheckpoint() throws IOException {
    assertThat(onFlink("--output=" + folder), not(hasItem(startsWith(START))));
    checkpoint("checkpoints/one/chk-7", 1_000);
    String last = "file://" + checkpoint("checkpoints/two/chk-3", 2_000);
    Files.createDirectories(folder.resolve("checkpoints/two/chk-4"));
    List<String> settings = onFlink("--output=" + folder);
    assertThat(settings, hasItem(START + last));
    assertThat(configuration(settings), is(List.of("execution.savepoint.path: " + last)));
  }

  @Test
  void goesOnFromTheLastCheckpointInThePlaceThatIsNamed() throws IOException {
    String last = "file://" + checkpoint("elsewhere/one/chk-1", 1_000);
    checkpoint("checkpoints/one/chk-7", 2_000);
    assertThat(
        onFlink(
            "--output=" + folder,
            "--stateBackendStoragePath=file://" + folder.resolve("elsewhere")),
        hasItem(START + last));
  }

  @Test
  void goesOnFromTheCheckpointThatIsNamed() throws IOException {
    checkpoint("checkpoints/one/chk-7", 1_000);
    List<String> settings = onFlink("--output=" + folder, START + "file:///a/savepoint");
    assertThat(settings, not(hasItem(startsWith(START))));
    assertThat(
        configuration(settings), is(List.of("execution.savepoint.path: file:///a/savepoint")));
  }

  @Test
  void refusesAConfigurationThatDoesNotNameTheCheckpoint() throws IOException {
    String last = "file://" + checkpoint("checkpoints/one/chk-7", 1_000);
    Path own = Files.createDirectories(folder.resolve("own"));
    UsageException e =
        assertThrows(
            UsageException.class, () -> onFlink("--output=" + folder, CONFIGURATION + own));
    assertThat(e.getMessage(), containsString("write 'execution.savepoint.path: " + last));
    Files.write(own.resolve("config.yaml"), List.of("execution.savepoint.path: " + last));
    assertThat(onFlink("--output=" + folder, CONFIGURATION + own), hasItem(START + last));
  }

  @Test
  void leavesTheConfigurationOfAClientOfAClusterAlone() throws IOException {
    checkpoint("checkpoints/one/chk-7", 1_000);
    assertThat(
        onFlink("--output=" + folder, "--flinkMaster=flink-1:8081"),
        not(hasItem(startsWith(CONFIGURATION))));
  }

  @Test
  void goesOnWithoutACheckpointThatTakesTooLong() {
    assertThat(
        onFlink("--output=" + folder),
        hasItems("--checkpointingInterval=10000", "--failOnCheckpointingErrors=false"));
  }

  private static List<String> onFlink(String... arguments) {
    return RunnerSettings.of("FlinkRunner", List.of(arguments));
  }

  private static List<String> configuration(List<String> settings) throws IOException {
    String place =
        settings.stream().filter(s -> s.startsWith(CONFIGURATION)).findFirst().orElseThrow();
    return Files.readAllLines(Path.of(place.substring(CONFIGURATION.length()), "config.yaml"));
  }

  private Path checkpoint(String name, long time) throws IOException {
    Path checkpoint = Files.createDirectories(folder.resolve(name));
    Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(time));
    return checkpoint;
  }
}
