package dev.byoml.pipelines.watch;

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
  private static final String CHECKPOINTS = "checkpoints";
  private static final String METADATA = "_metadata";

  private RunnerSettings() {}

  /**
   * The settings: of the DirectRunner the faster of its two ways of reading, and of Flink:
   *
   * <ul>
   *   <li>Checkpoints every ten seconds, which hold offsets and windows, beside the results where
   *       these are on a local or shared file system; the last one stays when the run is cancelled
   *       or lost, and the next start goes on from it.
   *   <li>Bundles that end before a checkpoint, so that it holds no half of one. Without a state
   *       backend that is named, Beam takes no path for checkpoints.
   *   <li>Bundles of 50 ms: the watermark waits for the end of a bundle.
   *   <li>A client that keeps the upper hand, so that it can cancel.
   * </ul>
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
                "--finishBundleBeforeCheckpointing=true",
                "--stateBackend=filesystem",
                "--externalizedCheckpointsEnabled=true",
                "--retainExternalizedCheckpointsOnCancellation=true",
                "--maxBundleTimeMills=50",
                "--attachedMode=false"));
    Optional<Path> folder = folder(arguments);
    folder.ifPresent(
        checkpoints -> settings.add("--stateBackendStoragePath=file://" + checkpoints));
    folder
        .flatMap(RunnerSettings::lastCheckpoint)
        .ifPresent(last -> settings.addAll(from(last, folder.get())));
    return settings;
  }

  private static Optional<Path> folder(List<String> arguments) {
    return arguments.stream()
        .filter(argument -> argument.startsWith(OUTPUT))
        .map(argument -> WatchCommand.folderOf(argument.substring(OUTPUT.length())))
        .map(OutputFiles::absolute)
        .flatMap(output -> OutputFiles.local(output).stream())
        .map(output -> output.resolve(CHECKPOINTS))
        .findFirst();
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

  /** A cluster takes it from the option, Flink within this process from its configuration alone. */
  private static List<String> from(Path checkpoint, Path folder) {
    Path configuration = folder.resolve("configuration");
    try {
      Files.createDirectories(configuration);
      Files.write(
          configuration.resolve("config.yaml"),
          List.of("execution.savepoint.path: file://" + checkpoint));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("--savepointPath=file://" + checkpoint, "--flinkConfDir=" + configuration);
  }
}
