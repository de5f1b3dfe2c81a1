package dev.byoml.pipelines.run;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.model.BeamModelFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** A model that a run is to make. */
public final class NewModel {
  private final String path;
  private final BeamModelFolder folder;

  private NewModel(String path) {
    this.path = path;
    this.folder = new BeamModelFolder(path);
  }

  /**
   * A model to be made in a folder.
   *
   * @throws UsageException if there is one already, or the folder cannot be looked into
   */
  public static NewModel in(String path) {
    NewModel model = new NewModel(path);
    try {
      if (model.folder.exists(ModelManifest.FILE)) {
        throw new UsageException(
            "--model=%s already holds a model, which is never touched; name another folder"
                .formatted(model.folder.location()));
      }
    } catch (IOException e) {
      throw new UsageException(
          "--model=%s cannot be used: %s".formatted(model.folder.location(), e.getMessage()));
    }
    return model;
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
