package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.enrich.PeerGroups;
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
import java.util.Arrays;
import java.util.Optional;

/** Makes a {@link TenantModel} of a tenant's accesses and their factorization. */
public final class TenantModelFactory {
  private TenantModelFactory() {}

  /**
   * Finds communities, standardises affinities and measures quality. Depends on the arguments only.
   *
   * @param accesses the tenant's accesses, at least one
   * @param factorization factors of the users and resources of {@code accesses}; averaged over
   *     neighbours here if the affinity asks for it, and rounded to the precision of a {@code
   *     float}
   * @param parameters what training was told
   * @throws IllegalArgumentException if the factorization is of other accesses or not finite
   */
  public static TenantModel create(
      AccessMatrix accesses, Factorization factorization, TrainingParameters parameters) {
    return create(accesses, factorization, parameters, PeerGroups.NONE);
  }

  /**
   * The same with a prior of who belongs together.
   *
   * @param groups moves users towards their group before affinities are standardised
   */
  public static TenantModel create(
      AccessMatrix accesses,
      Factorization factorization,
      TrainingParameters parameters,
      PeerGroups groups) {
    requireFitting(accesses, factorization);
    boolean averaged =
        parameters.affinity() == Affinity.NEIGHBOURHOOD
            && accesses.users().size() >= Affinity.FEWEST_USERS_OF_NEIGHBOURHOODS;
    Factorization compared =
        averaged ? Neighbourhoods.of(accesses.likelihoods(), factorization) : factorization;
    Factors users =
        rounded(
            groups.isEmpty()
                ? compared.users()
                : GroupPrior.of(accesses, compared.users(), groups));
    Factors resources = rounded(compared.resources());
    return create(
        accesses,
        new Factorization(users, resources, factorization.objective()),
        new FactorAffinity(parameters.affinity(), users, resources),
        Optional.empty(),
        parameters);
  }

  /**
   * The same for an algorithm whose affinities are not those of factors.
   *
   * @param accesses the tenant's accesses, at least one
   * @param factorization factors that tell which users and resources are alike, as they are;
   *     rounded to the precision of a {@code float}
   * @param state what the algorithm kept; its affinities are standardised
   * @param parameters what training was told
   * @throws IllegalArgumentException if the factors are of other accesses, or a factor or an
   *     affinity is not finite
   */
  public static TenantModel create(
      AccessMatrix accesses,
      Factorization factorization,
      AlgorithmState state,
      TrainingParameters parameters) {
    requireFitting(accesses, factorization);
    Factorization rounded =
        new Factorization(
            rounded(factorization.users()),
            rounded(factorization.resources()),
            factorization.objective());
    return create(accesses, rounded, state.affinity(), Optional.of(state), parameters);
  }

  private static TenantModel create(
      AccessMatrix accesses,
      Factorization rounded,
      PairAffinity affinity,
      Optional<AlgorithmState> state,
      TrainingParameters parameters) {
    Communities communities = Communities.of(accesses.likelihoods());
    double[] affinities = affinitiesOfAccesses(accesses.likelihoods(), affinity);
    Standardization standardization = Standardization.of(affinities, affinity.lowest());
    double[] scores = affinities;
    for (int i = 0; i < scores.length; i++) {
      scores[i] = standardization.score(affinities[i]);
    }
    Arrays.sort(scores);
    TrainingQuality quality =
        new QualityEstimate(accesses, communities, affinity, standardization).of(scores);
    return new TenantModel(
        accesses,
        parameters,
        rounded.users(),
        rounded.resources(),
        communities,
        standardization,
        ScoreQuantiles.ofSorted(scores),
        rounded.objective(),
        quality,
        state);
  }

  private static void requireFitting(AccessMatrix accesses, Factorization factorization) {
    Factors users = factorization.users();
    Factors resources = factorization.resources();
    if (users.rank() != resources.rank()
        || users.rowCount() != accesses.users().size()
        || resources.rowCount() != accesses.resources().size()) {
      throw new IllegalArgumentException("factors do not fit the accesses of " + accesses.tenant());
    }
    requireFinite(users, accesses.tenant());
    requireFinite(resources, accesses.tenant());
  }

  private static void requireFinite(Factors factors, String tenant) {
    for (double value : factors.values()) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a factor of %s is %s".formatted(tenant, value));
      }
    }
  }

  private static Factors rounded(Factors factors) {
    double[] values = factors.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) values[i];
    }
    return new Factors(factors.rank(), values);
  }

  private static double[] affinitiesOfAccesses(CompressedRows accesses, PairAffinity affinity) {
    double[] affinities = new double[accesses.valueCount()];
    for (int user = 0; user < accesses.rowCount(); user++) {
      for (int position = accesses.rowStart(user); position < accesses.rowEnd(user); position++) {
        double value = affinity.of(user, accesses.column(position));
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "the affinity of user %d to resource %d is %s"
                  .formatted(user, accesses.column(position), value));
        }
        affinities[position] = value;
      }
    }
    return affinities;
  }
}
