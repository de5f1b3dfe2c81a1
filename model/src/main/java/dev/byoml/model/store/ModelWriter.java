package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes a model of the tenants that were written into a folder:
 *
 * <pre>{@code
 * TenantEntry entry = TenantModelWriter.write(folder, tenantModel); // for each tenant, anywhere
 * ModelManifest manifest = ModelWriter.finish(folder, entries, trainingRun); // once, at last
 * }</pre>
 */
public final class ModelWriter {
  private static final int ID_DIGITS = 32;

  /** Format version 1, whatever the present one is: the same content keeps its id. */
  private static final int ID_VERSION = 1;

  /** The manifest says of no more tenants than that what their own file says. */
  private static final int MOST_TENANTS_IN_MANIFEST = 100;

  private ModelWriter() {}

  /**
   * A file that tenants share, once it is written: what the manifest has to know of it. Small
   * enough to be sent to the worker that finishes the model.
   *
   * @param file the file
   * @param tenants ids of its tenants, ascending
   * @param contentDigests the {@linkplain TenantSummary#contentDigest() digest} of each
   * @param totals sums over them
   */
  public record SharedFile(
      ModelFile file,
      List<String> tenants,
      List<String> contentDigests,
      ModelManifest.Totals totals) {
    /** Checks that nothing is missing. */
    public SharedFile {
      requireNonNull(file, "file");
      tenants = List.copyOf(tenants);
      contentDigests = List.copyOf(contentDigests);
      requireNonNull(totals, "totals");
    }

    /** The same as one line of JSON. */
    public String toJson() {
      return ModelJson.write(this);
    }

    /**
     * Reads what {@link #toJson()} gave.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static SharedFile ofJson(String json) {
      return ModelJson.read(json, SharedFile.class);
    }
  }

  /**
   * Writes the files that tenants share and then, last of all, the manifest.
   *
   * @param folder where the tenants were written
   * @param entries one for each tenant, in any order, at least one
   * @param run what the model was made of and how
   * @return the manifest as written
   * @throws IllegalArgumentException if there is no tenant or one is given twice
   * @throws IOException if the folder cannot be written
   */
  public static ModelManifest finish(ModelFolder folder, List<TenantEntry> entries, TrainingRun run)
      throws IOException {
    return finishShared(folder, writeShared(folder, entries), run);
  }

  /**
   * Writes the files that tenants share, and only these.
   *
   * @param folder where the tenants were written
   * @param entries in any order; of each {@linkplain TenantEntry#sharedFile file} all or none
   * @return what the manifest has to know of each file
   * @throws IllegalArgumentException if a tenant is given twice
   * @throws IOException if the folder cannot be written
   */
  public static List<SharedFile> writeShared(ModelFolder folder, Collection<TenantEntry> entries)
      throws IOException {
    TreeMap<String, TreeMap<String, TenantEntry>> byFile = new TreeMap<>();
    for (TenantEntry entry : entries) {
      String tenant = entry.summary().tenant();
      if (byFile.computeIfAbsent(entry.sharedFile(), file -> new TreeMap<>()).put(tenant, entry)
          != null) {
        throw new IllegalArgumentException("tenant %s was given twice".formatted(tenant));
      }
    }
    List<SharedFile> files = new ArrayList<>();
    for (var file : byFile.entrySet()) {
      List<TenantEntry> sorted = List.copyOf(file.getValue().values());
      files.add(
          new SharedFile(
              AvroFiles.write(
                  folder, file.getKey(), TenantEntry.Format.INSTANCE, sorted.size(), sorted::get),
              List.copyOf(file.getValue().keySet()),
              sorted.stream().map(entry -> entry.summary().contentDigest()).toList(),
              ModelManifest.Totals.of(sorted)));
    }
    return files;
  }

  /**
   * Writes the manifest, once every file is there.
   *
   * @param folder where the files were written
   * @param shared every file that tenants share, in any order
   * @param run what the model was made of and how
   * @return the manifest as written
   * @throws IllegalArgumentException if there is no tenant
   * @throws IOException if the folder cannot be read or written
   */
  public static ModelManifest finishShared(
      ModelFolder folder, List<SharedFile> shared, TrainingRun run) throws IOException {
    ModelManifest.Totals totals =
        ModelManifest.Totals.sum(shared.stream().map(SharedFile::totals).toList());
    if (totals.tenants() == 0) {
      throw new IllegalArgumentException("a model needs at least one tenant");
    }
    List<ModelFile> files =
        shared.stream()
            .map(SharedFile::file)
            .sorted(Comparator.comparing(ModelFile::name))
            .toList();
    ModelManifest manifest =
        new ModelManifest(
            ModelManifest.FORMAT_VERSION,
            modelId(run.parameters(), shared),
            run.from(),
            run.to(),
            run.template(),
            run.parameters(),
            run.counts(),
            totals,
            files,
            totals.tenants() <= MOST_TENANTS_IN_MANIFEST
                ? ModelReader.tenantsIn(folder, files)
                : List.of(),
            run.gaps());
    try (OutputStream out = folder.create(ModelManifest.FILE)) {
      out.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
    }
    return manifest;
  }

  /** Names a model by what it says, not by what it was read from nor how it is filed. */
  private static String modelId(TrainingParameters parameters, List<SharedFile> shared) {
    TreeMap<String, String> digests = new TreeMap<>();
    for (SharedFile file : shared) {
      for (int i = 0; i < file.tenants().size(); i++) {
        digests.put(file.tenants().get(i), file.contentDigests().get(i));
      }
    }
    return new ContentDigest()
        .add(ID_VERSION)
        .add(parameters)
        .add(List.copyOf(digests.values()))
        .toHex()
        .substring(0, ID_DIGITS);
  }
}
