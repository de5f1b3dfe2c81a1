package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.tenant.TrainingParameters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The table of contents of a model folder. It is written last: a folder without it does not hold a
 * model.
 *
 * @param formatVersion version of the folder's format
 * @param modelId the first 32 hexadecimal digits of a SHA-256 over format version, parameters and
 *     the tenants' contents: the same for the same accesses, parameters and seed, whatever they
 *     were read from and on whatever engine
 * @param from start of the time range trained on, or null where it is open
 * @param to end of the time range, or null where it is open
 * @param template which rows were accesses
 * @param parameters the parameters of the training
 * @param counts what became of the lines read
 * @param totals sums over all tenants
 * @param files files of the folder that belong to no single tenant
 * @param tenants what is said of each tenant, in the order of their ids; empty if there are more
 *     than a hundred, which {@link ModelReader#tenants()} finds in their files
 * @param gaps parts of the time range of which no accesses were there to be read
 */
public record ModelManifest(
    int formatVersion,
    String modelId,
    Instant from,
    Instant to,
    TemplateSource template,
    TrainingParameters parameters,
    InputCounts counts,
    Totals totals,
    List<ModelFile> files,
    List<TenantSummary> tenants,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Gap> gaps) {

  /** Name of the manifest's file. */
  public static final String FILE = "manifest.json";

  /** The version of the format that this program writes. It reads this and the older ones. */
  public static final int FORMAT_VERSION = 2;

  /** Checks that only the ends of the time range are missing, if anything. */
  public ModelManifest {
    requireNonNull(modelId, "modelId");
    requireNonNull(template, "template");
    requireNonNull(parameters, "parameters");
    requireNonNull(counts, "counts");
    requireNonNull(totals, "totals");
    files = List.copyOf(files);
    tenants = List.copyOf(tenants);
    gaps = gaps == null ? List.of() : List.copyOf(gaps);
  }

  /**
   * A part of the time range of which no accesses were there to be read.
   *
   * @param from its first instant
   * @param to the first instant after it
   * @param reason why there were none
   */
  public record Gap(Instant from, Instant to, String reason) {
    /** Checks that nothing is missing. */
    public Gap {
      requireNonNull(from, "from");
      requireNonNull(to, "to");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * Sums over all tenants.
   *
   * @param tenants number of tenants
   * @param users number of users
   * @param resources number of resources
   * @param accesses number of distinct (tenant, user, resource)
   * @param tenantsOfAlgorithm number of tenants that only the algorithm itself scores, since it
   *     kept more than factors; null in a manifest of format version 1, which does not say
   */
  public record Totals(
      int tenants, long users, long resources, long accesses, Integer tenantsOfAlgorithm) {
    static Totals of(List<TenantEntry> entries) {
      List<TenantSummary> tenants = entries.stream().map(TenantEntry::summary).toList();
      return new Totals(
          tenants.size(),
          tenants.stream().mapToLong(TenantSummary::users).sum(),
          tenants.stream().mapToLong(TenantSummary::resources).sum(),
          tenants.stream().mapToLong(TenantSummary::accesses).sum(),
          (int) entries.stream().filter(TenantEntry::isOfAlgorithm).count());
    }

    static Totals sum(List<Totals> totals) {
      return new Totals(
          totals.stream().mapToInt(Totals::tenants).sum(),
          totals.stream().mapToLong(Totals::users).sum(),
          totals.stream().mapToLong(Totals::resources).sum(),
          totals.stream().mapToLong(Totals::accesses).sum(),
          totals.stream().mapToInt(Totals::tenantsOfAlgorithm).sum());
    }
  }

  /** The same with other tenants. */
  ModelManifest withTenants(List<TenantSummary> others) {
    return new ModelManifest(
        formatVersion,
        modelId,
        from,
        to,
        template,
        parameters,
        counts,
        totals,
        files,
        others,
        gaps);
  }

  /** Whether {@link #tenants} holds every tenant. */
  public boolean namesEveryTenant() {
    return tenants.size() == totals.tenants();
  }

  /**
   * Whether scoring takes the algorithm itself, since it kept more than factors of some tenant; the
   * algorithm must then be on the class path.
   */
  public boolean needsAlgorithm() {
    return totals.tenantsOfAlgorithm() == null
        ? tenants.stream().anyMatch(TenantSummary::hasFileOfAlgorithm)
        : totals.tenantsOfAlgorithm() > 0;
  }

  /** What is said of a tenant, or nothing if training did not see it. */
  public Optional<TenantSummary> tenant(String id) {
    return tenants.stream().filter(tenant -> tenant.tenant().equals(id)).findFirst();
  }

  /** The manifest as JSON of several lines, the last of which holds a digest of the others. */
  public String toJson() {
    return ManifestSeal.seal(ModelJson.writePretty(this));
  }
}
