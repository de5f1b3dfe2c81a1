package dev.byoml.pipelines.run;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.RunGoesOnException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.write.CarriedFiles;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WriteRejectedLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that a run is to make. No other run makes one in its folder until it is closed. If the
 * model is not complete by then, what was made of it goes.
 */
public final class NewModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewModel.class);
  private static final List<String> OWN_FILES =
      List.of("*.avro", RunMetrics.FILE, CarriedFiles.FILES);

  private final String path;
  private final BeamModelFolder folder;
  private final List<Path> newFolders;
  private final Set<String> before;
  private OutputFolders taken;
  private boolean left;

  private NewModel(String path) throws IOException {
    this.path = path;
    this.folder = new BeamModelFolder(path);
    this.newFolders = newFolders();
    this.before = Set.copyOf(ownFiles());
  }

  /**
   * A model to be made in a folder.
   *
   * @param command which command makes it
   * @throws UsageException if there is one already, another run makes one there, or the folder
   *     cannot be written to
   */
  public static NewModel in(String path, PipelineOptions options, String command) {
    requireNone(path);
    try {
      NewModel model = new NewModel(path);
      model.taken = OutputFolders.take(options, command, List.of(path));
      try {
        // Again, since another run may have made one until the folder was ours.
        requireNone(path);
        // What a killed run rejected; from summaries nothing is, and no step replaces these files.
        OutputFiles.deleteAll(model.rejected(), WriteRejectedLines.FILES);
        return model;
      } catch (UsageException | IOException e) {
        model.taken.close();
        throw e;
      }
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static void requireNone(String path) {
    try {
      if (new BeamModelFolder(path).exists(ModelManifest.FILE)) {
        throw new UsageException(
            "--model=%s already holds a model, which is never touched; name another folder"
                .formatted(path));
      }
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  private static UsageException unusable(String path, IOException e) {
    return new UsageException(
        "--model=%s cannot be used: %s".formatted(path, Failures.describe(e)));
  }

  /**
   * Runs the pipeline that makes the model, see {@link Runs#run}. If it goes on without this
   * process, all that is in the folder is left to it.
   */
  public RunTime run(Pipeline pipeline, Collection<String> folders) {
    try {
      return Runs.run(pipeline, folders);
    } catch (RunGoesOnException e) {
      left = true;
      throw e;
    }
  }

  /** Gives the folder free, without anything that this run left there if it made no model. */
  @Override
  public void close() {
    if (left) {
      taken.close();
      return;
    }
    try {
      boolean isComplete = folder.exists(ModelManifest.FILE);
      if (!isComplete) {
        for (String file : ownFiles()) {
          if (!before.contains(file)) {
            OutputFiles.delete(file);
          }
        }
      }
      taken.close();
      if (!isComplete) {
        deleteNewFolders();
      }
    } catch (IOException e) {
      LOG.warn("What is in {} is not a model, and cannot be deleted: {}", path, e.getMessage());
      taken.close();
    }
  }

  /** The files of a model that is not complete, and the lines that were rejected. */
  private List<String> ownFiles() throws IOException {
    List<String> files = new ArrayList<>();
    for (String names : OWN_FILES) {
      files.addAll(OutputFiles.list(OutputFiles.absolute(path), names));
    }
    files.addAll(OutputFiles.list(rejected(), WriteRejectedLines.FILES));
    return files;
  }

  private String rejected() {
    return OutputFiles.in(OutputFiles.absolute(path), WriteRejectedLines.FOLDER);
  }

  /** The local folders that are not there yet and that the run may make, the innermost first. */
  private List<Path> newFolders() {
    List<Path> folders = new ArrayList<>();
    Optional<Path> innermost = OutputFiles.local(rejected());
    for (Path at = innermost.orElse(null); at != null && !Files.exists(at); at = at.getParent()) {
      folders.add(at);
    }
    return folders;
  }

  private void deleteNewFolders() throws IOException {
    for (Path made : newFolders) {
      try {
        Files.deleteIfExists(made);
      } catch (DirectoryNotEmptyException e) {
        // Somebody else's, or of a step that still writes.
        return;
      }
    }
  }

  /**
   * Prints what the model was made of, once it was.
   *
   * @param took how long that took
   * @throws RunFailedException if it was not
   */
  public void print(RunTime took, PrintStream out) {
    ModelManifest manifest;
    try {
      manifest = ModelReader.open(folder).manifest();
    } catch (IOException e) {
      throw new RunFailedException("the model was not completed: " + e.getMessage(), e);
    }
    ModelManifest.Totals totals = manifest.totals();
    out.printf(
        Locale.ROOT,
        "learnt from: %,d tenants, %,d users, %,d resources, %,d distinct accesses%n",
        totals.tenants(),
        totals.users(),
        totals.resources(),
        totals.accesses());
    out.println(took.inWords());
    out.printf("model: %s in %s (%s)%n", manifest.modelId(), path, Runs.inWords(took.total()));
  }
}
