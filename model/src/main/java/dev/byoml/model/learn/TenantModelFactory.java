package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.hash.SplitMix64;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.Communities;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmState;
import dev.byoml.model.tenant.FactorAffinity;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.ScoreQuantiles;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.model.tenant.TrainingQuality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Makes a {@link TenantModel} of a tenant's accesses and what an algorithm learned of them. */
public final class TenantModelFactory {
  /**
   * Of a tenant with more accesses, scores whose affinities are not those of factors are
   * standardised and judged on those of some of the users, who have about so many and are drawn by
   * a hash of their ids.
   */
  private static final int MOST_STANDARDIZED = 250_000;

  private static final long SEED = 24;

  /**
   * Of fewer accesses, as most of many tenants have, waking other threads costs more than it saves.
   */
  static final int MOST_OF_ONE_THREAD = 1000;

  private TenantModelFactory() {}

  /** The same without a prior of who belongs together. */
  public static TenantModel create(
      AccessMatrix accesses, LearnedModel learned, TrainingParameters parameters) {
    return create(accesses, learned, parameters, PeerGroups.NONE);
  }

  /**
   * Finds communities, standardises affinities and measures quality. Depends on the arguments only.
   *
   * @param accesses the tenant's accesses, at least one
   * @param learned what was learned of {@code accesses}; factors that decide affinities are
   *     averaged over neighbours here if the parameters ask for it
   * @param parameters the parameters of the training
   * @param groups moves users towards their group before affinities are standardised; not used
   *     where the algorithm's own bytes decide affinities
   * @throws IllegalArgumentException if the factors are of other accesses, a factor or an affinity
   *     is not finite, or the parameters name no algorithm that could read its bytes
   */
  public static TenantModel create(
      AccessMatrix accesses,
      LearnedModel learned,
      TrainingParameters parameters,
      PeerGroups groups) {
    requireFitting(accesses, learned.factorization());
    Optional<AlgorithmState> state =
        learned.state().map(bytes -> read(bytes, accesses, learned.factorization(), parameters));
    Factorization factors =
        state.isPresent()
            ? learned.factorization()
            : compared(accesses, learned.factorization(), parameters.affinity(), groups);
    PairAffinity affinity =
        state
            .map(AlgorithmState::affinity)
            .orElseGet(
                () ->
                    new FactorAffinity(
                        parameters.affinity(), factors.users(), factors.resources()));
    Communities communities = Communities.of(accesses.likelihoods());
    int[] users = state.isPresent() ? some(accesses) : all(accesses);
    QualityEstimate estimate = new QualityEstimate(accesses, users);
    double[] affinities = affinities(accesses.likelihoods(), affinity, users, estimate);
    Standardization found = Standardization.of(affinities, affinity.lowest());
    // Inner products, also imported ones, are standardised as the reference does at any size.
    boolean asReference = parameters.affinity() == Affinity.DOT;
    Standardization standardization = asReference ? found : found.toldBy(affinities.length);
    double[] scores = affinities;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = standardization.score(affinities[i]);
    }
    Arrays.sort(scores);
    TrainingQuality quality =
        estimate.of(
            scores,
            standardization,
            affinity.spansCommunities() ? Optional.empty() : Optional.of(communities));
    return new TenantModel(
        accesses,
        parameters,
        factors.users(),
        factors.resources(),
        communities,
        standardization,
        ScoreQuantiles.ofSorted(scores),
        factors.objective(),
        quality,
        state);
  }

  private static AlgorithmState read(
      byte[] state, AccessMatrix accesses, Factorization factors, TrainingParameters parameters) {
    Algorithm algorithm = Algorithms.named(parameters.algorithm().name());
    try {
      return new AlgorithmState(state, algorithm.read(accesses, factors, state));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the algorithm %s cannot read what it wrote itself: %s"
              .formatted(algorithm.name(), e.getMessage()),
          e);
    }
  }

  /**
   * The factors as they are compared: averaged over neighbours where the affinity asks for it and
   * the tenant is large enough, and users moved towards their group; rounded once, after everything
   * was computed.
   */
  public static Factorization compared(
      AccessMatrix accesses, Factorization factorization, Affinity affinity, PeerGroups groups) {
    boolean averaged =
        affinity == Affinity.NEIGHBOURHOOD
            && accesses.users().size() >= Affinity.FEWEST_USERS_OF_NEIGHBOURHOODS;
    if (!averaged && groups.isEmpty()) {
      return factorization;
    }
    Factors resources = factorization.resources();
    int rank = resources.rank();
    double[] users;
    if (averaged) {
      Neighbourhoods averages = Neighbourhoods.of(accesses.likelihoods(), resources);
      users = averages.users();
      resources = Factors.rounded(rank, averages.resources());
    } else {
      users = factorization.users().toDoubles();
    }
    if (!groups.isEmpty()) {
      users = GroupPrior.of(accesses, rank, users, groups);
    }
    return new Factorization(Factors.rounded(rank, users), resources, factorization.objective());
  }

  private static void requireFitting(AccessMatrix accesses, Factorization factorization) {
    Factors users = factorization.users();
    Factors resources = factorization.resources();
    if (users.rank() != resources.rank()
        || users.rowCount() != accesses.users().size()
        || resources.rowCount() != accesses.resources().size()) {
      throw new IllegalArgumentException("factors do not fit the accesses of " + accesses.tenant());
    }
    if (!users.areFinite() || !resources.areFinite()) {
      throw new IllegalArgumentException(
          "a factor of %s is not finite".formatted(accesses.tenant()));
    }
  }

  private static int[] all(AccessMatrix accesses) {
    return IntStream.range(0, accesses.users().size()).toArray();
  }

  /** Users with about as many accesses as are standardised on. */
  private static int[] some(AccessMatrix accesses) {
    double share = (double) MOST_STANDARDIZED / accesses.accessCount();
    int[] users =
        IntStream.range(0, accesses.users().size())
            .filter(
                user ->
                    share >= 1
                        || SplitMix64.uniform(SplitMix64.of(SEED, accesses.users().get(user)))
                            < share)
            .toArray();
    return users.length == 0 ? all(accesses) : users;
  }

  /**
   * The affinities of the accesses of some users, one user after the other, each with the user's
   * pairs of an estimate: what an affinity needs to know of a user is found once.
   */
  private static double[] affinities(
      CompressedRows accesses, PairAffinity affinity, int[] users, QualityEstimate estimate) {
    int[] starts = new int[users.length + 1];
    for (int i = 0; i < users.length; i++) {
      starts[i + 1] = starts[i] + accesses.rowEnd(users[i]) - accesses.rowStart(users[i]);
    }
    double[] affinities = new double[starts[users.length]];
    IntStream each = IntStream.range(0, users.length);
    (affinities.length > MOST_OF_ONE_THREAD ? each.parallel() : each)
        .forEach(
            i -> {
              fill(affinities, starts[i], accesses, users[i], affinity);
              estimate.measure(i, affinity);
            });
    return affinities;
  }

  private static void fill(
      double[] affinities, int position, CompressedRows accesses, int user, PairAffinity affinity) {
    int start = accesses.rowStart(user);
    int end = accesses.rowEnd(user);
    double[] ofUser = new double[end - start];
    affinity.of(user, accesses.columns(), start, end, ofUser);
    for (int i = 0; i < ofUser.length; i++) {
      if (!Double.isFinite(ofUser[i])) {
        throw new IllegalArgumentException(
            "the affinity of user %d to resource %d is %s"
                .formatted(user, accesses.column(start + i), ofUser[i]));
      }
      affinities[position + i] = ofUser[i];
    }
  }
}
