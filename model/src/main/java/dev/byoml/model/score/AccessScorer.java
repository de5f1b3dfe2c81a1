package dev.byoml.model.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scores accesses whose user and resource training saw.
 *
 * <p>With {@code mean}, {@code standardDeviation} and {@code lowestAffinity} of the tenant's {@link
 * Standardization} the score is
 *
 * <ul>
 *   <li>{@code (mean - affinity) / standardDeviation} for a pair that was seen or that a chain of
 *       accesses links. It is at most the ceiling, {@code (mean - lowestAffinity) /
 *       standardDeviation}: no affinity can be lower.
 *   <li>{@code ceiling + 1 + 1 / (1 + users of the resource)} for a pair across communities, above
 *       every pair within one; a resource that few users touch comes first. The factors of two
 *       communities have nothing to do with each other, so affinity says nothing here, unless the
 *       algorithm says that its affinities span communities: then the score is as above.
 * </ul>
 *
 * <p>Every score is finite. Safe for use by several threads.
 */
public final class AccessScorer {
  private final TenantModel model;
  private final PairAffinity affinity;

  /** Of users asked for, the affinities to what they touched in training; null if not kept. */
  private final AtomicReferenceArray<double[]> known;

  /** Scores with the model of one tenant. */
  public AccessScorer(TenantModel model) {
    this.model = requireNonNull(model, "model");
    this.affinity = model.affinity();
    // Most of what users touch they touched before, and all of that at once costs some algorithms
    // hardly more than a single pair.
    this.known =
        model.state().isEmpty()
            ? null
            : new AtomicReferenceArray<>(model.accesses().users().size());
  }

  /**
   * Scores an access.
   *
   * @return the score, or nothing if training saw no such user or no such resource
   */
  public Optional<ScoredAccess> score(String user, String resource) {
    int userIndex = model.user(user);
    int resourceIndex = model.resource(resource);
    return userIndex < 0 || resourceIndex < 0
        ? Optional.empty()
        : Optional.of(score(userIndex, resourceIndex));
  }

  /** Scores an access by the indexes of its user and resource in the model. */
  public ScoredAccess score(int user, int resource) {
    Standardization standardization = model.standardization();
    int position = model.accesses().likelihoods().position(user, resource);
    if (position >= 0) {
      double value = known == null ? affinity(user, resource) : known(user, position);
      return scored(standardization.score(value), Reason.SEEN_BEFORE);
    }
    boolean linked =
        model.communities().userCommunity(user) == model.communities().resourceCommunity(resource);
    if (linked || affinity.spansCommunities()) {
      return scored(
          standardization.score(affinity(user, resource)),
          linked ? Reason.LOW_AFFINITY : Reason.OTHER_COMMUNITY);
    }
    double rarity = 1.0 / (1 + model.userCount(resource));
    double ceiling = standardization.ceiling();
    // Beside a very large ceiling the numbers added are rounded away.
    return scored(Math.max(ceiling + 1 + rarity, Math.nextUp(ceiling)), Reason.OTHER_COMMUNITY);
  }

  private double known(int user, int position) {
    CompressedRows rows = model.accesses().likelihoods();
    double[] ofUser = known.get(user);
    if (ofUser == null) {
      ofUser = new double[rows.rowEnd(user) - rows.rowStart(user)];
      affinity.of(user, rows.columns(), rows.rowStart(user), rows.rowEnd(user), ofUser);
      known.set(user, ofUser);
    }
    return ofUser[position - rows.rowStart(user)];
  }

  /** How well a user fits a resource, as the algorithm learned it. */
  public double affinity(int user, int resource) {
    return affinity.of(user, resource);
  }

  private ScoredAccess scored(double score, Reason reason) {
    return new ScoredAccess(score, model.trainingScores().percentile(score), reason);
  }
}
