package dev.byoml.model.auto;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code auto}: the candidate that predicts the tenant's own last days best. Its setting is {@code
 * candidates}: names of the candidates that compete, with semicolons between them, the first of
 * which is the prior; one alone is taken without a competition. Of the shared parameters
 * alternating least squares takes all, Poisson factorization rank and seed.
 *
 * <p>Factors of alternating least squares are found where the winner has none of its own: peers are
 * found by them, and users and resources judged that training did not see. One candidate alone on a
 * tenant of very many accesses is content with a sketch, which takes a small part of the time.
 */
public final class AutoAlgorithm implements Algorithm {
  private static final String CANDIDATES = "candidates";
  private static final int MOST_ITERATIONS = 10;

  /** The algorithm. */
  public AutoAlgorithm() {}

  /** Names of the candidates for a tenant without groups, the prior first. */
  public static List<String> candidates() {
    return Candidate.all(false).stream().map(Candidate::name).toList();
  }

  @Override
  public String name() {
    return AlgorithmSettings.AUTO;
  }

  @Override
  public String summary() {
    return "the one of a dozen that predicts the tenant's last days best; setting candidates";
  }

  @Override
  public void check(TrainingParameters parameters) {
    parameters.algorithm().requireKnown(Set.of(CANDIDATES));
    candidates(parameters, false);
    if (parameters.affinity() != Affinity.NEIGHBOURHOOD) {
      throw new IllegalArgumentException(
          "affinity is chosen by the algorithm auto; add --algorithm=als to state one");
    }
  }

  private static List<Candidate> candidates(TrainingParameters parameters, boolean withGroups) {
    String given = parameters.algorithm().values().get(CANDIDATES);
    return given == null
        ? Candidate.all(withGroups)
        : Arrays.stream(given.split(";")).map(String::strip).map(Candidate::of).toList();
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    return learn(accesses, parameters, PeerGroups.NONE, threads);
  }

  @Override
  public LearnedModel learn(
      AccessMatrix accesses, TrainingParameters parameters, PeerGroups groups, int threads) {
    return learn(
        accesses, parameters, groups, threads, new Methods(accesses, parameters, groups, threads));
  }

  @Override
  public boolean beginsWithAls() {
    return true;
  }

  @Override
  public LearnedModel learn(
      AccessMatrix accesses,
      Factorization als,
      TrainingParameters parameters,
      PeerGroups groups,
      int threads) {
    return learn(
        accesses,
        parameters,
        groups,
        threads,
        new Methods(accesses, parameters, groups, threads).withAls(als));
  }

  private static LearnedModel learn(
      AccessMatrix accesses,
      TrainingParameters parameters,
      PeerGroups groups,
      int threads,
      Methods methods) {
    List<Candidate> candidates = candidates(parameters, !groups.isEmpty());
    Choice choice = choose(accesses, parameters, groups, threads, candidates);
    byte[] state = AutoState.write(choice, methods);
    Optional<Method> withFactors =
        Candidate.of(choice.winner()).terms().stream()
            .map(Candidate.Term::method)
            .filter(Method::isOfFactors)
            .findFirst();
    boolean sketched = candidates.size() == 1 && accesses.accessCount() > HeldOut.MOST_ACCESSES;
    if (sketched && withFactors.isEmpty()) {
      return LearnedModel.ofStateWithSketch(accesses, parameters, state);
    }
    return LearnedModel.ofFactors(methods.factors(withFactors.orElse(Method.ALS))).withState(state);
  }

  private static Choice choose(
      AccessMatrix accesses,
      TrainingParameters parameters,
      PeerGroups groups,
      int threads,
      List<Candidate> candidates) {
    String first = candidates.get(0).name();
    if (candidates.size() == 1) {
      return new Choice(first, "the only candidate", 0, 0, List.of());
    }
    Optional<HeldOut> heldOut = HeldOut.of(accesses, HeldOut.MOST_ACCESSES);
    if (heldOut.isEmpty()) {
      return new Choice(first, "too few days to hold some out", 0, 0, List.of());
    }
    TrainingParameters cheaper =
        parameters.withAls(
            parameters
                .als()
                .withIterations(Math.min(MOST_ITERATIONS, parameters.als().iterations())));
    Methods before = new Methods(heldOut.get().before(), cheaper, groups, threads);
    if (accesses.accessCount() > HeldOut.MOST_ACCESSES) {
      before = before.withMostPoissonIterations(2 * MOST_ITERATIONS);
    }
    return new Competition(heldOut.get(), before).among(candidates);
  }

  @Override
  public PairAffinity read(AccessMatrix accesses, Factorization factors, byte[] state)
      throws IOException {
    try {
      return AutoState.read(accesses, factors, ByteBuffer.wrap(state));
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw new IOException("this is not a choice that was made for the tenant", e);
    }
  }
}
