package dev.byoml.pipelines.run;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.OutputLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The folders, or the file, that a run writes to. No other run writes to them until they are
 * closed.
 */
public final class OutputFolders implements AutoCloseable {
  private final List<OutputLock> locks = new ArrayList<>();

  private OutputFolders() {}

  /**
   * Takes folders for a run.
   *
   * @param command which command runs, for the message of a second one
   * @param folders need not exist; one that is there twice counts once
   * @throws UsageException if another run writes to one of them, or it cannot be written to
   */
  public static OutputFolders take(PipelineOptions options, String command, List<String> folders) {
    OutputFolders taken = new OutputFolders();
    try {
      for (String folder : folders.stream().map(OutputFiles::absolute).distinct().toList()) {
        taken.locks.add(take(options, command, folder));
      }
      return taken;
    } catch (RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  /**
   * Takes a single file for a run.
   *
   * @param file need not exist
   * @throws UsageException if another run writes it, or it cannot be written
   */
  public static OutputFolders takeFile(PipelineOptions options, String command, String file) {
    OutputFolders taken = new OutputFolders();
    String path = OutputFiles.absolute(file);
    taken.locks.add(take(options, command, path, path + ".lock"));
    return taken;
  }

  private static OutputLock take(PipelineOptions options, String command, String folder) {
    return take(options, command, folder, OutputFiles.in(folder, OutputLock.FILE));
  }

  private static OutputLock take(
      PipelineOptions options, String command, String path, String file) {
    try {
      return OutputLock.takeFile(file, options, holder(command))
          .orElseThrow(
              () ->
                  new UsageException(
                      "another run is writing to %s, see %s: wait until it ends, or name another place"
                          .formatted(path, file)));
    } catch (IOException | RuntimeException e) {
      if (e instanceof UsageException usage) {
        throw usage;
      }
      throw new UsageException("%s cannot be written to: %s".formatted(path, Failures.describe(e)));
    }
  }

  private static String holder(String command) {
    return "byoml %s, process %d on %s, since %s, %s%n"
        .formatted(
            command,
            ProcessHandle.current().pid(),
            host(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            UUID.randomUUID());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  /**
   * Checks that a file or folder that is to be written does not lie in a model, which holds its own
   * files and no others.
   *
   * @param option which option the path is from, for the message
   * @throws UsageException if it does
   */
  public static void requireOutsideModels(String option, String path) {
    try {
      for (String folder : withFoldersAbove(OutputFiles.absolute(path))) {
        if (OutputFiles.size(OutputFiles.in(folder, ModelManifest.FILE)).isPresent()) {
          throw new UsageException(
              "%s=%s lies in the model %s, which is never touched; name a folder outside it"
                  .formatted(option, path, folder));
        }
      }
    } catch (IOException e) {
      throw new UsageException(
          "%s=%s cannot be used: %s".formatted(option, path, Failures.describe(e)));
    }
  }

  private static List<String> withFoldersAbove(String path) {
    List<String> folders = new ArrayList<>();
    Optional<Path> local = OutputFiles.local(path);
    if (local.isPresent()) {
      for (Path folder = local.get(); folder != null; folder = folder.getParent()) {
        folders.add(folder.toString());
      }
      return folders;
    }
    String folder = path.replaceAll("/+$", "");
    folders.add(folder);
    // A request each: of a store, only the folder and the one around it are looked into.
    int slash = folder.lastIndexOf('/');
    if (slash > folder.indexOf("://") + 2) {
      folders.add(folder.substring(0, slash));
    }
    return folders;
  }

  /** Gives the folders free. */
  @Override
  public void close() {
    locks.forEach(OutputLock::close);
    locks.clear();
  }
}
