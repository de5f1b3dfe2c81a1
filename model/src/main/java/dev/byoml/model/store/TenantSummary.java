package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.TrainingQuality;
import java.util.List;

/**
 * What the manifest says of one tenant.
 *
 * @param tenant the tenant's id
 * @param users number of users
 * @param resources number of resources
 * @param accesses number of distinct (user, resource) pairs trained on
 * @param communities number of communities
 * @param rank number of factors of each user and resource
 * @param mean mean affinity of the training accesses
 * @param standardDeviation standard deviation of their affinities
 * @param lowestAffinity no user and resource of the tenant have an affinity below this
 * @param objective value of the objective after each iteration
 * @param quality how well the model separates its accesses from other pairs
 * @param choice how it was chosen what scores the tenant, or null where there was no choice
 * @param limit which users or resources the algorithm says less of, in plain words, or null
 * @param expectedAlerts how many alerts a day each threshold would have given on the last training
 *     days, or null where that was not found out
 * @param files the tenant's own files; none if its model is in the file that it shares with others
 * @param contentDigest SHA-256 of the tenant's model, see {@link
 *     dev.byoml.model.tenant.TenantModel#contentDigest()}
 */
public record TenantSummary(
    String tenant,
    int users,
    int resources,
    int accesses,
    int communities,
    int rank,
    double mean,
    double standardDeviation,
    double lowestAffinity,
    List<Double> objective,
    TrainingQuality quality,
    Choice choice,
    @JsonInclude(JsonInclude.Include.NON_NULL) String limit,
    ExpectedAlerts expectedAlerts,
    List<ModelFile> files,
    String contentDigest) {

  /** Checks that nothing but choice, limit and expected alerts is missing. */
  public TenantSummary {
    requireNonNull(tenant, "tenant");
    requireNonNull(quality, "quality");
    requireNonNull(contentDigest, "contentDigest");
    objective = List.copyOf(objective);
    files = List.copyOf(files);
  }

  /** Whether one of its own files is what the algorithm kept beside factors. */
  boolean hasFileOfAlgorithm() {
    return files.stream().anyMatch(file -> file.name().equals(TenantFiles.algorithm(tenant)));
  }

  /** The same with expected alerts. */
  TenantSummary withExpectedAlerts(ExpectedAlerts value) {
    return new TenantSummary(
        tenant,
        users,
        resources,
        accesses,
        communities,
        rank,
        mean,
        standardDeviation,
        lowestAffinity,
        objective,
        quality,
        choice,
        limit,
        value,
        files,
        contentDigest);
  }
}
