package dev.byoml.model.result;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import java.time.Instant;

/**
 * One result: an anomalous access of a user to a resource within a window. The components are the
 * columns of {@link ResultColumn}, in their order.
 *
 * @param timeGenerated end of the scored window
 * @param recordId see {@link RecordId}
 * @param tenant the organisation
 * @param actor the user
 * @param resource what the user touched
 * @param actorName account name without its domain, or empty
 * @param actorDomain domain of the account, or empty
 * @param actorSid security identifier of the account, or empty
 * @param hostName name of the computer without its DNS domain, or empty
 * @param dnsDomain DNS domain of the computer, or empty
 * @param ipAddress address the latest access came from, or empty
 * @param predictedScore standardised score, finite; higher is more anomalous
 * @param percentile share of training accesses that score lower, 0 to 100
 * @param reason why the access got this score
 * @param severity how much attention the access deserves
 * @param actorScore how anomalous all that the actor did in the window is together, on the scale of
 *     the predicted score, finite
 * @param accessCount number of accesses in the window, at least 1
 * @param firstAccess time of the first access in the window
 * @param lastAccess time of the last access in the window
 * @param explanation a JSON object as text, at most 8 KB
 * @param modelId the model that scored
 */
public record Anomaly(
    Instant timeGenerated,
    String recordId,
    String tenant,
    String actor,
    String resource,
    String actorName,
    String actorDomain,
    String actorSid,
    String hostName,
    String dnsDomain,
    String ipAddress,
    double predictedScore,
    double percentile,
    Reason reason,
    Severity severity,
    double actorScore,
    long accessCount,
    Instant firstAccess,
    Instant lastAccess,
    String explanation,
    String modelId) {

  /**
   * Checks that the result can be reported.
   *
   * @throws IllegalArgumentException if a number is not finite or out of range
   */
  public Anomaly {
    requireNonNull(timeGenerated, "timeGenerated");
    requireNonNull(recordId, "recordId");
    requireNonNull(tenant, "tenant");
    requireNonNull(actor, "actor");
    requireNonNull(resource, "resource");
    requireNonNull(actorName, "actorName");
    requireNonNull(actorDomain, "actorDomain");
    requireNonNull(actorSid, "actorSid");
    requireNonNull(hostName, "hostName");
    requireNonNull(dnsDomain, "dnsDomain");
    requireNonNull(ipAddress, "ipAddress");
    requireNonNull(reason, "reason");
    requireNonNull(severity, "severity");
    requireNonNull(firstAccess, "firstAccess");
    requireNonNull(lastAccess, "lastAccess");
    requireNonNull(explanation, "explanation");
    requireNonNull(modelId, "modelId");
    if (!Double.isFinite(predictedScore)) {
      throw new IllegalArgumentException("score is not finite: " + predictedScore);
    }
    if (!Double.isFinite(actorScore)) {
      throw new IllegalArgumentException("actor score is not finite: " + actorScore);
    }
    if (!(percentile >= 0 && percentile <= 100)) {
      throw new IllegalArgumentException("percentile is outside 0 to 100: " + percentile);
    }
    if (accessCount < 1) {
      throw new IllegalArgumentException("count must be at least 1, got " + accessCount);
    }
  }
}
