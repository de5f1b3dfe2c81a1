package dev.byoml.model.tenant;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessesByResource;
import dev.byoml.model.matrix.Communities;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was learned of one tenant: everything that scoring and explaining an access needs.
 * Immutable; made by {@link TenantModelFactory} or read from a model folder.
 *
 * <p>Under {@link Affinity#NEIGHBOURHOOD} the factors of a tenant that is large enough are the
 * averages over neighbours, not those the factorization found: scoring is a cosine all the same.
 *
 * <p>Users and resources are numbered as in the access matrix.
 */
public final class TenantModel {
  private final AccessMatrix accesses;
  private final Map<String, Integer> userIndexes;
  private final Map<String, Integer> resourceIndexes;
  private final TrainingParameters parameters;
  private final Factors userFactors;
  private final Factors resourceFactors;
  private final Communities communities;
  private final Standardization standardization;
  private final ScoreQuantiles trainingScores;
  private final List<Double> objective;
  private final TrainingQuality quality;
  private final Optional<AlgorithmState> state;
  private final PairAffinity affinity;

  /** Null until it is asked for, which training does not: it takes 8 bytes an access. */
  private volatile AccessesByResource accessesByResource;

  /**
   * Puts a model together whose affinities are those of its factors.
   *
   * @see #TenantModel(AccessMatrix, TrainingParameters, Factors, Factors, Communities,
   *     Standardization, ScoreQuantiles, List, TrainingQuality, Optional)
   */
  public TenantModel(
      AccessMatrix accesses,
      TrainingParameters parameters,
      Factors userFactors,
      Factors resourceFactors,
      Communities communities,
      Standardization standardization,
      ScoreQuantiles trainingScores,
      List<Double> objective,
      TrainingQuality quality) {
    this(
        accesses,
        parameters,
        userFactors,
        resourceFactors,
        communities,
        standardization,
        trainingScores,
        objective,
        quality,
        Optional.empty());
  }

  /**
   * Puts a model together.
   *
   * @param accesses the accesses it was trained on
   * @param parameters the parameters of the training
   * @param userFactors a row for each user
   * @param resourceFactors a row for each resource
   * @param communities the communities of the accesses
   * @param standardization mean and deviation of the affinity of the accesses
   * @param trainingScores distribution of the scores of the accesses
   * @param objective value of the objective after each iteration
   * @param quality how well the model separates its accesses from other pairs
   * @param state what the algorithm kept, where affinities are not those of the factors
   * @throws IllegalArgumentException if the values do not fit together, or a factor is not finite
   */
  public TenantModel(
      AccessMatrix accesses,
      TrainingParameters parameters,
      Factors userFactors,
      Factors resourceFactors,
      Communities communities,
      Standardization standardization,
      ScoreQuantiles trainingScores,
      List<Double> objective,
      TrainingQuality quality,
      Optional<AlgorithmState> state) {
    this.accesses = requireNonNull(accesses, "accesses");
    this.parameters = requireNonNull(parameters, "parameters");
    this.userFactors = requireNonNull(userFactors, "userFactors");
    this.resourceFactors = requireNonNull(resourceFactors, "resourceFactors");
    this.communities = requireNonNull(communities, "communities");
    this.standardization = requireNonNull(standardization, "standardization");
    this.trainingScores = requireNonNull(trainingScores, "trainingScores");
    this.objective = List.copyOf(objective);
    this.quality = requireNonNull(quality, "quality");
    if (userFactors.rank() != resourceFactors.rank()
        || userFactors.rowCount() != accesses.users().size()
        || resourceFactors.rowCount() != accesses.resources().size()) {
      throw new IllegalArgumentException("factors do not fit the accesses of " + tenant());
    }
    if (!userFactors.areFinite() || !resourceFactors.areFinite()) {
      throw new IllegalArgumentException("a factor of %s is not finite".formatted(tenant()));
    }
    this.state = requireNonNull(state, "state");
    this.affinity =
        state
            .map(AlgorithmState::affinity)
            .orElseGet(
                () -> new FactorAffinity(parameters.affinity(), userFactors, resourceFactors));
    this.userIndexes = indexes(accesses.users());
    this.resourceIndexes = indexes(accesses.resources());
  }

  private static Map<String, Integer> indexes(List<String> ids) {
    Map<String, Integer> indexes = new HashMap<>(2 * ids.size());
    for (int index = 0; index < ids.size(); index++) {
      indexes.put(ids.get(index), index);
    }
    return indexes;
  }

  /** The tenant's id. */
  public String tenant() {
    return accesses.tenant();
  }

  /** The accesses the model was trained on. */
  public AccessMatrix accesses() {
    return accesses;
  }

  /** The same accesses in the order of their resources. */
  public AccessesByResource accessesByResource() {
    AccessesByResource known = accessesByResource;
    if (known == null) {
      synchronized (this) {
        known = accessesByResource;
        if (known == null) {
          known = AccessesByResource.of(accesses.likelihoods());
          accessesByResource = known;
        }
      }
    }
    return known;
  }

  /** The parameters of the training. */
  public TrainingParameters parameters() {
    return parameters;
  }

  /** How well users fit resources. */
  public PairAffinity affinity() {
    return affinity;
  }

  /** What the algorithm kept, where affinities are not those of the factors. */
  public Optional<AlgorithmState> state() {
    return state;
  }

  /** Factors of each user; rows of zeros where the algorithm knows none. */
  public Factors userFactors() {
    return userFactors;
  }

  /** Factors of each resource; rows of zeros where the algorithm knows none. */
  public Factors resourceFactors() {
    return resourceFactors;
  }

  /** Communities of users and resources. */
  public Communities communities() {
    return communities;
  }

  /** How affinities become scores. */
  public Standardization standardization() {
    return standardization;
  }

  /**
   * How affinities by factors become scores: as all affinities do, or, where the algorithm keeps
   * something else, with mean 0 and deviation 1 on the training accesses as well. Takes a walk over
   * all accesses then.
   */
  public Standardization standardizationOfFactors() {
    if (state.isEmpty()) {
      return standardization;
    }
    PairAffinity factors = new FactorAffinity(parameters.affinity(), userFactors, resourceFactors);
    double[] affinities = new double[accesses.accessCount()];
    for (int user = 0; user < accesses.users().size(); user++) {
      int start = accesses.likelihoods().rowStart(user);
      for (int position = start; position < accesses.likelihoods().rowEnd(user); position++) {
        affinities[position] = factors.of(user, accesses.likelihoods().column(position));
      }
    }
    return Standardization.of(affinities, factors.lowest());
  }

  /** Distribution of the scores of the training accesses. */
  public ScoreQuantiles trainingScores() {
    return trainingScores;
  }

  /** Value of the objective after each iteration of training. */
  public List<Double> objective() {
    return objective;
  }

  /** How well the model separates its accesses from other pairs. */
  public TrainingQuality quality() {
    return quality;
  }

  /** Index of the user of that id, or -1 where training saw none. */
  public int user(String id) {
    return userIndexes.getOrDefault(id, -1);
  }

  /** Index of the resource of that id, or -1 where training saw none. */
  public int resource(String id) {
    return resourceIndexes.getOrDefault(id, -1);
  }

  /** How often the user touched the resource in training, 0 if never. */
  public int accessCount(int user, int resource) {
    int position = accesses.likelihoods().position(user, resource);
    return position < 0 ? 0 : accesses.counts()[position];
  }

  /** Number of users who touched the resource in training. */
  public int userCount(int resource) {
    return accessesByResource().userCount(resource);
  }

  /** Number of resources the user touched in training. */
  public int resourceCount(int user) {
    return accesses.likelihoods().rowEnd(user) - accesses.likelihoods().rowStart(user);
  }

  /**
   * SHA-256 of the content, as 64 hexadecimal digits: of tenant, ids, accesses with counts and
   * likelihoods, factors, standardisation and distribution of scores, and what else the algorithm
   * kept. Communities follow from the accesses; objective and quality decide no score. Does not
   * depend on how the model is stored.
   */
  public String contentDigest() {
    ContentDigest digest = new ContentDigest();
    digest
        .add("byoml tenant model 1")
        .add(tenant())
        .add(accesses.users())
        .add(accesses.resources())
        .add(accesses.likelihoods().offsets())
        .add(accesses.likelihoods().columns())
        .add(accesses.likelihoods().values())
        .add(accesses.counts())
        .add(userFactors.rank())
        .addAsDoubles(userFactors.values())
        .addAsDoubles(resourceFactors.values())
        .add(standardization)
        .add(trainingScores.toArray());
    state.ifPresent(kept -> digest.add(kept.bytes()));
    return digest.toHex();
  }
}
