package dev.byoml.model.store;

import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

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

  private ModelWriter() {}

  /**
   * Writes the tenants' statistics and then, last of all, the manifest.
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
    List<TenantEntry> sorted =
        entries.stream().sorted(Comparator.comparing(entry -> entry.summary().tenant())).toList();
    List<TenantSummary> tenants = sorted.stream().map(TenantEntry::summary).toList();
    refuseRepetition(tenants);
    ModelFile statistics =
        AvroFiles.write(
            folder,
            TenantFiles.TENANTS,
            TenantFormat.INSTANCE,
            sorted.size(),
            tenant -> TenantFormat.Statistics.of(sorted.get(tenant)));
    ModelManifest manifest =
        new ModelManifest(
            ModelManifest.FORMAT_VERSION,
            modelId(run.parameters(), tenants),
            run.from(),
            run.to(),
            run.template(),
            run.parameters(),
            run.counts(),
            ModelManifest.Totals.of(tenants),
            List.of(statistics),
            tenants,
            run.gaps());
    try (OutputStream out = folder.create(ModelManifest.FILE)) {
      out.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
    }
    return manifest;
  }

  /** Names a model by what it says, not by what it was read from. */
  private static String modelId(TrainingParameters parameters, List<TenantSummary> tenants) {
    return new ContentDigest()
        .add(ModelManifest.FORMAT_VERSION)
        .add(parameters)
        .add(tenants.stream().map(TenantSummary::contentDigest).toList())
        .toHex()
        .substring(0, ID_DIGITS);
  }

  private static void refuseRepetition(List<TenantSummary> tenants) {
    if (tenants.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one tenant");
    }
    for (int i = 1; i < tenants.size(); i++) {
      if (tenants.get(i).tenant().equals(tenants.get(i - 1).tenant())) {
        throw new IllegalArgumentException(
            "tenant %s was given twice".formatted(tenants.get(i).tenant()));
      }
    }
  }
}
