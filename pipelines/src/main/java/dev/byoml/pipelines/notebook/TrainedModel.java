package dev.byoml.pipelines.notebook;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.pipelines.cli.BlobStorage;
import dev.byoml.transforms.model.BeamModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A model that {@code train} wrote. Immutable; what is asked of a tenant is read when asked for.
 */
public final class TrainedModel {
  private static final int TENANTS_NAMED = 10;

  private final String folder;
  private final ModelReader reader;

  private TrainedModel(String folder, ModelReader reader) {
    this.folder = folder;
    this.reader = reader;
  }

  /**
   * Opens a model.
   *
   * @param folder the model folder, a path as the command line takes it
   * @throws IOException if the folder holds no whole model, or cannot be read
   * @throws dev.byoml.pipelines.cli.UsageException if there are no credentials for the path
   */
  public static TrainedModel open(String folder) throws IOException {
    String path = BlobStorage.use("model", requireNonNull(folder, "folder"));
    return new TrainedModel(path, ModelReader.open(new BeamModelFolder(path)));
  }

  /** The model's id: the same data, parameters and seed give the same one on every engine. */
  public String id() {
    return manifest().modelId();
  }

  /** Everything the model's manifest says. */
  public ModelManifest manifest() {
    return reader.manifest();
  }

  /**
   * Ids of the tenants that training saw, in order.
   *
   * @throws UncheckedIOException if the folder cannot be read or is damaged
   */
  public List<String> tenants() {
    try {
      return reader().tenants().stream().map(TenantSummary::tenant).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What was learned of one tenant.
   *
   * @throws IOException if the folder cannot be read or is damaged
   * @throws IllegalArgumentException if training saw no such tenant
   */
  public TrainedTenant tenant(String id) throws IOException {
    return reader()
        .tenant(id)
        .map(TrainedTenant::new)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "training saw no tenant %s, but %s%s"
                        .formatted(
                            id,
                            tenants().stream().limit(TENANTS_NAMED).toList(),
                            tenants().size() > TENANTS_NAMED ? " and others" : "")));
  }

  /** The folder, ready to be read. */
  ModelReader reader() {
    BlobStorage.use("model", folder);
    return reader;
  }
}
