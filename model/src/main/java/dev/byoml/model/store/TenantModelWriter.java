package dev.byoml.model.store;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.store.file.AlgorithmFormat;
import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.EntityFormat;
import dev.byoml.model.store.file.KnownAccessesFormat;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.TenantModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes one tenant's model into a model folder, or into the entry that goes there. */
public final class TenantModelWriter {
  /** Tenants with more distinct accesses have files of their own. */
  static final int MOST_SHARED_ACCESSES = 1000;

  private TenantModelWriter() {}

  /**
   * Writes users, resources and known accesses of a tenant, and what else its algorithm kept; of a
   * small tenant, which shares a file with others, that is part of the result instead. Writing the
   * same model again gives the same files, so an attempt that failed half way may be repeated.
   *
   * @return what {@link ModelWriter#finish} needs to know of the tenant
   * @throws IOException if the folder cannot be written
   */
  public static TenantEntry write(ModelFolder folder, TenantModel model) throws IOException {
    if (model.accesses().accessCount() <= MOST_SHARED_ACCESSES) {
      return entry(model, List.of(), Optional.of(TenantEntry.Content.of(model)));
    }
    String tenant = model.tenant();
    int users = model.accesses().users().size();
    List<ModelFile> files = new ArrayList<>();
    files.add(
        AvroFiles.write(
            folder,
            TenantFiles.users(tenant),
            EntityFormat.USERS,
            users,
            user -> TenantEntry.Content.user(model, user)));
    files.add(
        AvroFiles.write(
            folder,
            TenantFiles.resources(tenant),
            EntityFormat.RESOURCES,
            model.accesses().resources().size(),
            resource -> TenantEntry.Content.resource(model, resource)));
    files.add(
        AvroFiles.write(
            folder,
            TenantFiles.knownAccesses(tenant),
            KnownAccessesFormat.INSTANCE,
            users,
            user -> TenantEntry.Content.knownAccesses(model, user)));
    if (model.state().isPresent()) {
      byte[] state = model.state().get().bytes();
      files.add(
          AvroFiles.write(
              folder, TenantFiles.algorithm(tenant), AlgorithmFormat.INSTANCE, 1, i -> state));
    }
    return entry(model, files, Optional.empty());
  }

  private static TenantEntry entry(
      TenantModel model, List<ModelFile> files, Optional<TenantEntry.Content> content) {
    AccessMatrix accesses = model.accesses();
    return new TenantEntry(
        new TenantSummary(
            model.tenant(),
            accesses.users().size(),
            accesses.resources().size(),
            accesses.accessCount(),
            model.communities().count(),
            model.userFactors().rank(),
            model.standardization().mean(),
            model.standardization().standardDeviation(),
            model.standardization().lowestAffinity(),
            model.objective(),
            model.quality(),
            model.affinity().choice().orElse(null),
            model.affinity().limit().orElse(null),
            null,
            files,
            model.contentDigest()),
        Arrays.stream(model.trainingScores().toArray()).boxed().toList(),
        content);
  }
}
