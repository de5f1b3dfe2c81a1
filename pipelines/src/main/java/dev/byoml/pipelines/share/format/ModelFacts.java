package dev.byoml.pipelines.share.format;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.ModelManifest;

/**
 * What is said of a model in its package, all of it from the model's own manifest.
 *
 * @param modelId the model's id
 * @param from start of the time range it was trained on, ISO-8601, or null where it is open
 * @param to end of that range, or null where it is open
 * @param template name or path of the template it was trained with; the model holds its definition
 * @param algorithm what learnt it; to score needs that algorithm on the class path
 * @param tenants number of tenants
 * @param users number of users over all tenants
 * @param resources number of resources over all tenants
 * @param accesses number of distinct (tenant, user, resource)
 */
public record ModelFacts(
    String modelId,
    String from,
    String to,
    String template,
    String algorithm,
    int tenants,
    long users,
    long resources,
    long accesses) {

  /** Checks that only the ends of the time range are missing, if anything. */
  public ModelFacts {
    requireNonNull(modelId, "modelId");
    requireNonNull(template, "template");
    requireNonNull(algorithm, "algorithm");
  }

  public static ModelFacts of(ModelManifest manifest) {
    ModelManifest.Totals totals = manifest.totals();
    return new ModelFacts(
        manifest.modelId(),
        manifest.from() == null ? null : manifest.from().toString(),
        manifest.to() == null ? null : manifest.to().toString(),
        manifest.template().name(),
        manifest.parameters().algorithm().name(),
        totals.tenants(),
        totals.users(),
        totals.resources(),
        totals.accesses());
  }
}
