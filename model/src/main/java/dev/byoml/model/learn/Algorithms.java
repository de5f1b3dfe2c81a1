package dev.byoml.model.learn;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.WeakHashMap;

/** Finds the algorithms on the class path, and trains with them. */
public final class Algorithms {
  /**
   * What was found, by class loader. Softly held, since algorithms hold the loader of the user's
   * jars, which an engine gives up after the run.
   */
  private static final Map<ClassLoader, SoftReference<Map<String, Algorithm>>> FOUND =
      new WeakHashMap<>();

  private Algorithms() {}

  /**
   * All algorithms by their names, in ascending order.
   *
   * @throws IllegalStateException if one on the class path cannot be loaded or two have one name
   */
  public static Map<String, Algorithm> all() {
    Map<String, Algorithm> found = new TreeMap<>();
    try {
      for (Algorithm algorithm : ServiceLoader.load(Algorithm.class, classLoader())) {
        Algorithm other = found.putIfAbsent(algorithm.name(), algorithm);
        if (other != null) {
          throw new IllegalStateException(
              "two algorithms on the class path are called %s: %s and %s"
                  .formatted(
                      algorithm.name(),
                      other.getClass().getName(),
                      algorithm.getClass().getName()));
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new IllegalStateException(
          "an algorithm on the class path cannot be loaded: " + e.getMessage(), e);
    }
    return found;
  }

  /**
   * The algorithm of a name.
   *
   * @throws IllegalArgumentException if no algorithm on the class path has that name
   */
  public static Algorithm named(String name) {
    Map<String, Algorithm> all = found();
    Algorithm algorithm = all.get(name);
    if (algorithm == null) {
      throw new IllegalArgumentException(
          "there is no algorithm %s on the class path, only %s"
              .formatted(name, String.join(", ", all.keySet())));
    }
    return algorithm;
  }

  /**
   * Makes the model of one tenant by the algorithm that the parameters name.
   *
   * @param accesses the tenant's accesses, at least one
   * @param parameters the parameters of the training
   * @param threads how many threads may work, at least 1; does not change the model
   * @throws IllegalArgumentException if there is no such algorithm, or what it learned does not fit
   *     the accesses or is not finite
   */
  public static TenantModel train(
      AccessMatrix accesses, TrainingParameters parameters, int threads) {
    return train(accesses, parameters, threads, PeerGroups.NONE);
  }

  /**
   * The same with a prior of who belongs together.
   *
   * @param groups moves users towards their group; an algorithm whose affinities are not those of
   *     factors takes none
   */
  public static TenantModel train(
      AccessMatrix accesses, TrainingParameters parameters, int threads, PeerGroups groups) {
    return TenantModelFactory.create(
        accesses, learn(accesses, parameters, groups, threads), parameters, groups);
  }

  /**
   * The same where alternating least squares is done, by an algorithm that begins with it.
   *
   * @param als the factors of {@code accesses} by the parameters
   */
  public static TenantModel train(
      AccessMatrix accesses,
      Factorization als,
      TrainingParameters parameters,
      int threads,
      PeerGroups groups) {
    return TenantModelFactory.create(
        accesses, learn(accesses, als, parameters, groups, threads), parameters, groups);
  }

  /** Learns by the algorithm that the parameters name. */
  public static LearnedModel learn(
      AccessMatrix accesses, TrainingParameters parameters, PeerGroups groups, int threads) {
    return named(parameters.algorithm().name()).learn(accesses, parameters, groups, threads);
  }

  /** The same where alternating least squares is done, by an algorithm that begins with it. */
  public static LearnedModel learn(
      AccessMatrix accesses,
      Factorization als,
      TrainingParameters parameters,
      PeerGroups groups,
      int threads) {
    return named(parameters.algorithm().name()).learn(accesses, als, parameters, groups, threads);
  }

  /** All algorithms, looked for once: a run asks for each tenant, and may have very many. */
  private static Map<String, Algorithm> found() {
    ClassLoader loader = classLoader();
    synchronized (FOUND) {
      SoftReference<Map<String, Algorithm>> known = FOUND.get(loader);
      Map<String, Algorithm> found = known == null ? null : known.get();
      if (found == null) {
        found = all();
        FOUND.put(loader, new SoftReference<>(found));
      }
      return found;
    }
  }

  /** Engines put the user's jars into the class loader of the thread. */
  private static ClassLoader classLoader() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread == null ? Algorithms.class.getClassLoader() : ofThread;
  }
}
