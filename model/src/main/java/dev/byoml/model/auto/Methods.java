package dev.byoml.model.auto;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.memory.AlternatingLeastSquares;
import dev.byoml.model.auto.Candidate.Term;
import dev.byoml.model.ease.EaseAffinity;
import dev.byoml.model.ease.EaseAlgorithm;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.poisson.PoissonFactorizationAlgorithm;
import dev.byoml.model.tail.TwoSidedTail;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.FactorAffinity;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.model.walk.TwoStepWalk;
import dev.byoml.model.walk.WalkExponents;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What the methods make of the accesses of one tenant, each learned when it is first asked for. */
final class Methods {
  private final AccessMatrix accesses;
  private final TrainingParameters parameters;
  private final PeerGroups groups;
  private final int threads;
  private final Map<Method, PairAffinity> affinities = new EnumMap<>(Method.class);
  private final Map<Method, Factorization> factors = new EnumMap<>(Method.class);
  private final Map<Term, PairAffinity> terms = new HashMap<>();
  private Factorization als;
  private int mostPoissonIterations = Integer.MAX_VALUE;

  /**
   * Learns from these accesses.
   *
   * @param parameters rank, iterations and weights of alternating least squares
   * @param groups who belongs together
   * @param threads how many threads may work, at least 1
   */
  Methods(AccessMatrix accesses, TrainingParameters parameters, PeerGroups groups, int threads) {
    this.accesses = accesses;
    this.parameters = parameters;
    this.groups = groups;
    this.threads = threads;
  }

  /** The same where alternating least squares is done. */
  Methods withAls(Factorization factorization) {
    Methods methods = new Methods(accesses, parameters, groups, threads);
    methods.als = factorization;
    return methods;
  }

  /** The same where Poisson factorization takes no more than so many iterations. */
  Methods withMostPoissonIterations(int most) {
    Methods methods = new Methods(accesses, parameters, groups, threads);
    methods.als = als;
    methods.mostPoissonIterations = most;
    return methods;
  }

  /** The accesses learned from. */
  AccessMatrix accesses() {
    return accesses;
  }

  /** The affinities of a candidate. */
  PairAffinity of(Candidate candidate) {
    if (candidate.terms().size() == 1) {
      return of(candidate.terms().get(0));
    }
    return Joined.of(candidate.terms().stream().map(this::of).toList(), candidate.join(), accesses);
  }

  /** The affinities of a term. */
  PairAffinity of(Term term) {
    PairAffinity known = terms.get(term);
    if (known == null) {
      PairAffinity base = of(term.method());
      known = term.tail() ? TwoSidedTail.of(base, users(), resources(), threads) : base;
      terms.put(term, known);
    }
    return known;
  }

  private int users() {
    return accesses.users().size();
  }

  private int resources() {
    return accesses.resources().size();
  }

  /** The affinities of a method. */
  PairAffinity of(Method method) {
    PairAffinity known = affinities.get(method);
    if (known == null) {
      known = learn(method);
      affinities.put(method, known);
    }
    return known;
  }

  private PairAffinity learn(Method method) {
    return switch (method) {
      case WALK -> new TwoStepWalk(accesses, WalkExponents.DEFAULT);
      case STEEP_WALK -> new TwoStepWalk(accesses, WalkExponents.STEEP);
      case EASE ->
          EaseAffinity.fit(
              accesses, EaseAlgorithm.DEFAULT_LAMBDA, EaseAlgorithm.MOST_RESOURCES, threads);
      case ALS, COSINE, POISSON -> ofFactors(method, factors(method));
      case LIFT -> GroupLift.of(accesses, groups);
    };
  }

  /** Affinities by factors that a method found. */
  static PairAffinity ofFactors(Method method, Factorization factors) {
    Affinity affinity = method == Method.COSINE ? Affinity.COSINE : Affinity.NEIGHBOURHOOD;
    return new FactorAffinity(affinity, factors.users(), factors.resources());
  }

  /** The factors that a method compares. */
  Factorization factors(Method method) {
    Factorization known = factors.get(method);
    if (known == null) {
      known =
          switch (method) {
            case ALS -> compared(als(), Affinity.NEIGHBOURHOOD);
            case COSINE -> compared(als(), Affinity.COSINE);
            case POISSON -> compared(poisson(), Affinity.NEIGHBOURHOOD);
            default -> throw new IllegalArgumentException(method + " has no factors");
          };
      factors.put(method, known);
    }
    return known;
  }

  private Factorization compared(Factorization factorization, Affinity affinity) {
    return TenantModelFactory.compared(accesses, factorization, affinity, groups);
  }

  private Factorization als() {
    if (als == null) {
      als =
          AlternatingLeastSquares.factorize(
              accesses.tenant(),
              accesses.users(),
              accesses.resources(),
              parameters.likelihood().apply(accesses.likelihoods()),
              parameters.als(),
              threads);
    }
    return als;
  }

  private Factorization poisson() {
    PoissonFactorizationAlgorithm algorithm = new PoissonFactorizationAlgorithm();
    TrainingParameters own = algorithm.defaults();
    AlsParameters shared =
        own.als()
            .withRank(parameters.als().rank())
            .withIterations(Math.min(own.als().iterations(), mostPoissonIterations))
            .withSeed(parameters.als().seed());
    return algorithm.learn(accesses, own.withAls(shared), threads).factorization();
  }
}
