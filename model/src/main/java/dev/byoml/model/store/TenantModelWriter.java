package dev.byoml.model.store;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.store.file.AlgorithmFormat;
import dev.byoml.model.store.file.AvroFiles;
import dev.byoml.model.store.file.EntityFormat;
import dev.byoml.model.store.file.EntityFormat.Entity;
import dev.byoml.model.store.file.KnownAccessesFormat;
import dev.byoml.model.store.file.KnownAccessesFormat.KnownAccesses;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.tenant.TenantModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the files of one tenant into a model folder. */
public final class TenantModelWriter {
  private TenantModelWriter() {}

  /**
   * Writes users, resources and known accesses of a tenant, and what else its algorithm kept.
   * Writing the same model again gives the same files, so an attempt that failed half way may be
   * repeated.
   *
   * @return what {@link ModelWriter#finish} needs to know of the tenant
   * @throws IOException if the folder cannot be written
   */
  public static TenantEntry write(ModelFolder folder, TenantModel model) throws IOException {
    AccessMatrix accesses = model.accesses();
    CompressedRows rows = accesses.likelihoods();
    String tenant = model.tenant();
    ModelFile users =
        AvroFiles.write(
            folder,
            TenantFiles.users(tenant),
            EntityFormat.USERS,
            accesses.users().size(),
            user ->
                new Entity(
                    user,
                    accesses.users().get(user),
                    model.communities().userCommunity(user),
                    model.userFactors().row(user)));
    ModelFile resources =
        AvroFiles.write(
            folder,
            TenantFiles.resources(tenant),
            EntityFormat.RESOURCES,
            accesses.resources().size(),
            resource ->
                new Entity(
                    resource,
                    accesses.resources().get(resource),
                    model.communities().resourceCommunity(resource),
                    model.resourceFactors().row(resource)));
    ModelFile knownAccesses =
        AvroFiles.write(
            folder,
            TenantFiles.knownAccesses(tenant),
            KnownAccessesFormat.INSTANCE,
            accesses.users().size(),
            user ->
                new KnownAccesses(
                    user,
                    rows.rowStart(user),
                    rows.rowEnd(user),
                    rows.columns(),
                    accesses.counts(),
                    rows.values()));
    List<ModelFile> files = new ArrayList<>(List.of(users, resources, knownAccesses));
    if (model.state().isPresent()) {
      byte[] state = model.state().get().bytes();
      files.add(
          AvroFiles.write(
              folder, TenantFiles.algorithm(tenant), AlgorithmFormat.INSTANCE, 1, i -> state));
    }
    return entry(model, files);
  }

  private static TenantEntry entry(TenantModel model, List<ModelFile> files) {
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
            null,
            files,
            model.contentDigest()),
        Arrays.stream(model.trainingScores().toArray()).boxed().toList());
  }
}
