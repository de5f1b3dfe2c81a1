package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * A way to learn who touches what. Write your own by implementing this interface in a class with a
 * public constructor without arguments, and naming that class in the file {@code
 * META-INF/services/dev.byoml.model.learn.Algorithm} of your jar; {@code train --algorithm=NAME}
 * then finds it on the class path.
 *
 * <p>An algorithm sees one tenant at a time and learns an affinity, a number for each pair of a
 * user and a resource. The platform standardises it to scores, gives the reasons, explains, stores
 * the model and loads it again; the algorithm knows nothing of files, engines and tables.
 *
 * <p>The same accesses and parameters must give the same bits, whatever the number of threads: a
 * model is named by its content. Use no clock and no unseeded random numbers. One instance may be
 * asked by several threads at once.
 */
public interface Algorithm {
  /** The name that {@code --algorithm} takes: lower-case letters, digits and hyphens. */
  String name();

  /** What it does, in a few words. */
  String summary();

  /** The parameters that count where the user gives none. */
  default TrainingParameters defaults() {
    return TrainingParameters.DEFAULT.withAlgorithm(new AlgorithmSettings(name(), Map.of()));
  }

  /**
   * Checks parameters before a run begins.
   *
   * @throws IllegalArgumentException if one of them cannot be, with a message that says so of the
   *     option or setting by its name
   */
  default void check(TrainingParameters parameters) {
    parameters.algorithm().requireKnown(Set.of());
  }

  /**
   * Learns from the accesses of one tenant.
   *
   * @param accesses who touched what, how often and with which likelihood; users and resources in
   *     ascending order of their ids, at least one access
   * @param parameters the parameters; {@code parameters.likelihood().apply(accesses.likelihoods())}
   *     gives the ratings that the user asked for
   * @param threads how many threads may work, at least 1
   * @return what was learned
   */
  LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads);

  /**
   * The same where it is known who belongs together, for an algorithm that makes use of it.
   *
   * @param groups the groups; an algorithm that keeps nothing but factors leaves it to the platform
   *     to move users towards their group
   */
  default LearnedModel learn(
      AccessMatrix accesses, TrainingParameters parameters, PeerGroups groups, int threads) {
    return learn(accesses, parameters, threads);
  }

  /**
   * Whether it begins with the factors of alternating least squares by the parameters, which the
   * platform also finds in blocks on many workers.
   */
  default boolean beginsWithAls() {
    return false;
  }

  /**
   * Learns where alternating least squares is done, if it {@linkplain #beginsWithAls begins with
   * it}.
   *
   * @param als the factors of {@code accesses}
   */
  default LearnedModel learn(
      AccessMatrix accesses,
      Factorization als,
      TrainingParameters parameters,
      PeerGroups groups,
      int threads) {
    return LearnedModel.ofFactors(als);
  }

  /**
   * Reads what {@link #learn} kept in {@link LearnedModel#state()}. Called right after learning as
   * well as when a model is loaded, so that a model scores the same before and after it was stored.
   *
   * @param accesses the accesses it was learned from
   * @param state the bytes
   * @throws IOException if they are not what this algorithm wrote
   */
  default PairAffinity read(AccessMatrix accesses, byte[] state) throws IOException {
    throw new IOException("the algorithm %s keeps nothing but factors".formatted(name()));
  }

  /**
   * The same for an algorithm that makes use of the factors it gave beside the bytes.
   *
   * @param factors the factors
   */
  default PairAffinity read(AccessMatrix accesses, Factorization factors, byte[] state)
      throws IOException {
    return read(accesses, state);
  }
}
