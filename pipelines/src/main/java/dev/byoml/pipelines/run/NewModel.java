package dev.byoml.pipelines.run;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that a run is to make. */
public final class NewModel {
  private static final Logger LOG = LoggerFactory.getLogger(NewModel.class);

  private final String path;
  private final BeamModelFolder folder;
  private final Set<String> filesBefore;

  private NewModel(String path, BeamModelFolder folder, Set<String> filesBefore) {
    this.path = path;
    this.folder = folder;
    this.filesBefore = filesBefore;
  }

  /**
   * A model to be made in a folder.
   *
   * @throws UsageException if there is one already, or the folder cannot be looked into
   */
  public static NewModel in(String path) {
    BeamModelFolder folder = new BeamModelFolder(path);
    try {
      if (folder.exists(ModelManifest.FILE)) {
        throw new UsageException(
            "--model=%s already holds a model, which is never touched; name another folder"
                .formatted(folder.location()));
      }
      return new NewModel(path, folder, Set.copyOf(OutputFiles.listWithin(path)));
    } catch (IOException e) {
      throw new UsageException(
          "--model=%s cannot be used: %s".formatted(folder.location(), e.getMessage()));
    }
  }

  /**
   * Deletes what a run that failed has left of the model, and nothing that was there before it. The
   * run must have ended, wherever it ran.
   */
  public void discard() {
    try {
      List<String> left = new ArrayList<>(OutputFiles.listWithin(path));
      left.removeAll(filesBefore);
      OutputFiles.deleteFiles(left);
      OutputFiles.deleteEmptyFolders(path);
    } catch (IOException e) {
      LOG.warn("What a failed run left in {} cannot be deleted: {}", path, e.getMessage());
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
