package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.List;
import java.util.Optional;

/**
 * What an {@link Algorithm} learned of one tenant: factors, bytes of its own, or both.
 *
 * <p>With factors alone, affinities are those of the factors, compared as {@code --affinity} says.
 * With bytes, affinities are what {@link Algorithm#read} makes of them; factors then only say which
 * users and resources are alike, for the peers in an explanation and for those that training did
 * not see.
 */
public final class LearnedModel {
  private final Factorization factorization;
  private final byte[] state;

  private LearnedModel(Factorization factorization, byte[] state) {
    this.factorization = factorization;
    this.state = state;
  }

  /**
   * Factors, a row for each user and each resource of the access matrix; the objective may be
   * empty.
   */
  public static LearnedModel ofFactors(Factorization factorization) {
    return new LearnedModel(factorization, null);
  }

  /**
   * Bytes of the algorithm's own, without factors: nobody has peers, and who is new is judged by
   * the window's other accesses alone.
   *
   * @param accesses the accesses it was learned from
   * @param state what the algorithm will read again; shared, not to be changed
   */
  public static LearnedModel ofState(AccessMatrix accesses, byte[] state) {
    return new LearnedModel(
        new Factorization(
            new Factors(1, new float[accesses.users().size()]),
            new Factors(1, new float[accesses.resources().size()]),
            List.of()),
        state);
  }

  /**
   * Bytes of the algorithm's own, with a sketch of who is near whom in place of factors, for peers
   * and for those that training did not see.
   *
   * @param accesses the accesses it was learned from
   * @param parameters rank and seed of the sketch
   * @param state what the algorithm will read again; shared, not to be changed
   */
  public static LearnedModel ofStateWithSketch(
      AccessMatrix accesses, TrainingParameters parameters, byte[] state) {
    return new LearnedModel(
        Neighbourhoods.sketch(accesses, parameters.als().rank(), parameters.als().seed()), state);
  }

  /**
   * The same with bytes of the algorithm's own, which decide the affinities.
   *
   * @param state what the algorithm will read again; shared, not to be changed
   */
  public LearnedModel withState(byte[] state) {
    return new LearnedModel(factorization, state);
  }

  /** The factors, rows of one zero where there are none, and the objective. */
  public Factorization factorization() {
    return factorization;
  }

  /** The algorithm's own bytes, or nothing where affinities are those of the factors. */
  public Optional<byte[]> state() {
    return Optional.ofNullable(state);
  }
}
