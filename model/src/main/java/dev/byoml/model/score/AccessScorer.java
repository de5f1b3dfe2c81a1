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

  /**
   * Whether training saw the access. Takes no affinity, which for most of a window's accesses is
   * all that has to be known.
   */
  public boolean hasSeen(String user, String resource) {
    return positionSeen(model.user(user), model.resource(resource)) >= 0;
  }

  /**
   * Scores an access if training saw it.
   *
   * @return the score, or nothing if training did not see the access
   */
  public Optional<ScoredAccess> scoreSeen(String user, String resource) {
    int userIndex = model.user(user);
    int resourceIndex = model.resource(resource);
    int position = positionSeen(userIndex, resourceIndex);
    return position < 0
        ? Optional.empty()
        : Optional.of(scoredSeen(userIndex, resourceIndex, position));
  }

  private int positionSeen(int user, int resource) {
    return user < 0 || resource < 0 ? -1 : model.accesses().likelihoods().position(user, resource);
  }

  /** Scores an access by the indexes of its user and resource in the model. */
  public ScoredAccess score(int user, int resource) {
    int position = positionSeen(user, resource);
    return position >= 0
        ? scoredSeen(user, resource, position)
        : scoredNew(user, resource, judges(user, resource) ? affinity(user, resource) : 0);
  }

  /**
   * Scores several accesses of one user, the same scores as one by one, for less.
   *
   * @param user index of the user in the model
   * @param resources indexes of the resources
   * @return their scores, in the same order
   */
  ScoredAccess[] score(int user, int[] resources) {
    ScoredAccess[] scores = new ScoredAccess[resources.length];
    int[] asked = new int[resources.length];
    int count = 0;
    for (int i = 0; i < resources.length; i++) {
      int position = positionSeen(user, resources[i]);
      if (position >= 0) {
        scores[i] = scoredSeen(user, resources[i], position);
      } else if (judges(user, resources[i])) {
        asked[count++] = resources[i];
      } else {
        scores[i] = scoredNew(user, resources[i], 0);
      }
    }
    double[] affinities = new double[count];
    if (count == 1) {
      affinities[0] = affinity(user, asked[0]);
    } else {
      affinity.of(user, asked, 0, count, affinities);
    }
    int next = 0;
    for (int i = 0; i < resources.length; i++) {
      if (scores[i] == null) {
        scores[i] = scoredNew(user, resources[i], affinities[next++]);
      }
    }
    return scores;
  }

  /** Whether affinity says something about a user and a resource that training did not see. */
  private boolean judges(int user, int resource) {
    return isLinked(user, resource) || affinity.spansCommunities();
  }

  private boolean isLinked(int user, int resource) {
    return model.communities().userCommunity(user)
        == model.communities().resourceCommunity(resource);
  }

  private ScoredAccess scoredSeen(int user, int resource, int position) {
    double value = known == null ? affinity(user, resource) : known(user, position);
    return scored(model.standardization().score(value), Reason.SEEN_BEFORE);
  }

  private ScoredAccess scoredNew(int user, int resource, double value) {
    Standardization standardization = model.standardization();
    if (judges(user, resource)) {
      return scored(
          standardization.score(value),
          isLinked(user, resource) ? Reason.LOW_AFFINITY : Reason.OTHER_COMMUNITY);
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
