package dev.byoml.pipelines.run;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.model.BeamModelFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.options.PipelineOptions;

/** A model that a run is to make. No other run makes one in its folder until it is closed. */
public final class NewModel implements AutoCloseable {
  private final String path;
  private final BeamModelFolder folder;
  private final OutputFolders taken;

  private NewModel(String path, OutputFolders taken) {
    this.path = path;
    this.taken = taken;
    this.folder = new BeamModelFolder(path);
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
    NewModel model = new NewModel(path, OutputFolders.take(options, command, List.of(path)));
    try {
      // Again, since another run may have made one until the folder was ours.
      requireNone(path);
      return model;
    } catch (UsageException e) {
      model.close();
      throw e;
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
      throw new UsageException(
          "--model=%s cannot be used: %s".formatted(path, Failures.describe(e)));
    }
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    taken.close();
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
