package dev.byoml.pipelines.watch;

import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run without end needs of a runner that its own defaults do not give. */
final class RunnerSettings {
  private static final String OUTPUT = "--output=";
  private static final String MASTER = "--flinkMaster=";
  private static final String STORAGE = "--stateBackendStoragePath=";
  private static final String START = "--savepointPath=";
  private static final String START_IN_CONFIGURATION = "execution.savepoint.path: ";
  private static final String CONFIGURATION = "--flinkConfDir=";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String METADATA = "_metadata";

  private RunnerSettings() {}

  /**
   * The settings: of the DirectRunner the faster of its two ways of reading, and of Flink:
   *
   * <ul>
   *   <li>Checkpoints every ten seconds, which hold offsets and windows, beside the results where
   *       these are on a local or shared file system; the last one stays when the run is cancelled
   *       or lost, and the next start goes on from it, unless another is named.
   *   <li>A checkpoint that takes too long is given up and the run goes on: while the endpoint of
   *       Log Analytics is down, a step may wait longer than checkpoints are waited for.
   *   <li>Bundles that end before a checkpoint, so that it holds no half of one. Without a state
   *       backend that is named, Beam takes no path for checkpoints.
   *   <li>Bundles of 50 ms: the watermark waits for the end of a bundle.
   *   <li>A client that keeps the upper hand, so that it can cancel.
   * </ul>
   *
   * @throws UsageException if no option says where Flink's checkpoints go, and they cannot lie
   *     beside the results
   */
  static List<String> of(String runner, List<String> arguments) {
    if (!runner.equals("FlinkRunner")) {
      return runner.equals("DirectRunner")
          ? List.of("--streaming=true", "--experiments=use_sdf_read")
          : List.of();
    }
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--streaming=true",
                "--checkpointingInterval=10000",
                "--failOnCheckpointingErrors=false",
                "--finishBundleBeforeCheckpointing=true",
                "--stateBackend=filesystem",
                "--externalizedCheckpointsEnabled=true",
                "--retainExternalizedCheckpointsOnCancellation=true",
                "--maxBundleTimeMills=50",
                "--attachedMode=false"));
    Optional<String> given = valueOf(arguments, STORAGE);
    Optional<Path> output = checkpointsBesideResults(arguments);
    if (given.isEmpty()) {
      settings.add(
          STORAGE
              + output.map(RunnerSettings::uri).orElseThrow(RunnerSettings::nowhereForCheckpoints));
    }
    Optional<String> start = valueOf(arguments, START);
    if (start.isEmpty()) {
      start =
          given
              .map(OutputFiles::local)
              .orElse(output)
              .flatMap(RunnerSettings::lastCheckpoint)
              .map(RunnerSettings::uri);
      start.ifPresent(checkpoint -> settings.add(START + checkpoint));
    }
    if (valueOf(arguments, MASTER).orElse("[").startsWith("[")) {
      start.ifPresent(
          checkpoint -> {
            refuseOtherConfiguration(arguments, checkpoint);
            settings.add(CONFIGURATION + configuration(checkpoint));
          });
    }
    return settings;
  }

  private static UsageException nowhereForCheckpoints() {
    return new UsageException(
        "where do Flink's checkpoints go? --output is not a folder that it can write to: give"
            + " --stateBackendStoragePath, a place that all workers share");
  }

  private static Optional<Path> checkpointsBesideResults(List<String> arguments) {
    String folder = WatchCommand.folderOf(valueOf(arguments, OUTPUT));
    return OutputFiles.local(OutputFiles.absolute(folder)).map(path -> path.resolve(CHECKPOINTS));
  }

  private static Optional<String> valueOf(List<String> arguments, String option) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(option))
        .map(argument -> argument.substring(option.length()))
        .reduce((earlier, later) -> later);
  }

  private static String uri(Path path) {
    return "file://" + path.toAbsolutePath();
  }

  /** The checkpoint that is complete and was made last. */
  private static Optional<Path> lastCheckpoint(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.walk(folder, 3)) {
      return all.filter(file -> file.endsWith(METADATA))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseOtherConfiguration(List<String> arguments, String checkpoint) {
    Optional<String> other = valueOf(arguments, CONFIGURATION);
    if (other.isPresent() && !isIn(Path.of(other.get(), "config.yaml"), checkpoint)) {
      throw new UsageException(
          "with %s%s, write '%s%s' into its config.yaml, or this run does not go on where the one before was"
              .formatted(CONFIGURATION, other.get(), START_IN_CONFIGURATION, checkpoint));
    }
  }

  private static boolean isIn(Path file, String checkpoint) {
    try {
      return Files.exists(file)
          && Files.readAllLines(file).contains(START_IN_CONFIGURATION + checkpoint);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A folder with the configuration of Flink within this process, which takes the checkpoint to
   * start from that alone. It need not outlive the start.
   */
  private static Path configuration(String checkpoint) {
    try {
      Path folder = Files.createTempDirectory("byoml-flink");
      Path file = folder.resolve("config.yaml");
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      Files.write(file, List.of(START_IN_CONFIGURATION + checkpoint));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
