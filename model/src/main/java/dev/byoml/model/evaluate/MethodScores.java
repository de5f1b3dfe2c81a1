package dev.byoml.model.evaluate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scores one tenant's accesses by every {@link Method}, from what its model holds. */
public final class MethodScores {
  private MethodScores() {}

  /**
   * Scores accesses. Those of a user or resource that training did not see are judged together, as
   * if they were the accesses of one window.
   *
   * @param model the tenant's model, or nothing where training did not see the tenant
   * @param accesses accesses of the tenant
   * @param threads number of threads for the classic factorization, at least 1; does not change it
   * @return of each method the scores, in the order of {@code accesses}
   */
  public static Map<Method, double[]> of(
      Optional<TenantModel> model, List<AccessKey> accesses, int threads) {
    Map<Method, double[]> scores = new EnumMap<>(Method.class);
    scores.put(Method.MODEL, byModel(model, accesses));
    scores.put(Method.CLASSIC, byModel(model.map(m -> classic(m, threads)), accesses));
    scores.put(
        Method.POPULARITY,
        accesses.stream()
            .mapToDouble(a -> -model.map(m -> popularity(m, a)).orElse(0.0))
            .toArray());
    scores.put(
        Method.FIRST_SEEN,
        accesses.stream()
            .mapToDouble(a -> model.isPresent() && isKnown(model.get(), a) ? 0 : 1)
            .toArray());
    return scores;
  }

  /**
   * Scores accesses by candidates of the algorithm {@code auto} that learn from what the model
   * learned from. The one that scores the tenant already is not learned again.
   *
   * @return of each candidate the scores, in the order of {@code accesses}
   */
  static Map<String, double[]> ofCandidates(
      List<String> candidates, Optional<TenantModel> model, List<AccessKey> accesses, int threads) {
    Map<String, double[]> scores = new LinkedHashMap<>();
    if (candidates.isEmpty() || model.isEmpty()) {
      return scores;
    }
    AccessMatrix learned = model.get().accesses();
    Factorization factors =
        Algorithms.learn(learned, TrainingParameters.DEFAULT, PeerGroups.NONE, threads)
            .factorization();
    Optional<String> winner = model.get().affinity().choice().map(Choice::winner);
    for (String name : candidates) {
      if (winner.equals(Optional.of(name))) {
        scores.put(name, byModel(model, accesses));
        continue;
      }
      TrainingParameters parameters =
          TrainingParameters.DEFAULT.withAlgorithm(
              new AlgorithmSettings(AlgorithmSettings.AUTO, Map.of("candidates", name)));
      TenantModel other = Algorithms.train(learned, factors, parameters, threads, PeerGroups.NONE);
      scores.put(name, byModel(Optional.of(other), accesses));
    }
    return scores;
  }

  /** Whether training saw the access itself. */
  public static boolean isKnown(TenantModel model, AccessKey access) {
    int user = model.user(access.user());
    int resource = model.resource(access.resource());
    return user >= 0 && resource >= 0 && model.accessCount(user, resource) > 0;
  }

  private static double popularity(TenantModel model, AccessKey access) {
    int resource = model.resource(access.resource());
    return resource < 0 ? 0 : (double) model.userCount(resource) / model.accesses().users().size();
  }

  private static TenantModel classic(TenantModel model, int threads) {
    return Algorithms.train(model.accesses(), TrainingParameters.CLASSIC, threads);
  }

  private static double[] byModel(Optional<TenantModel> model, List<AccessKey> accesses) {
    Optional<AccessScorer> scorer = model.map(AccessScorer::new);
    double[] scores = new double[accesses.size()];
    List<Integer> unseen = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      AccessKey access = accesses.get(i);
      Optional<ScoredAccess> scored =
          scorer.flatMap(known -> known.score(access.user(), access.resource()));
      if (scored.isPresent()) {
        scores[i] = scored.get().score();
      } else {
        unseen.add(i);
      }
    }
    List<ScoredAccess> scored =
        model
            .map(UnseenAccessScorer::new)
            .orElseGet(UnseenAccessScorer::ofUnknownTenant)
            .score(unseen.stream().map(accesses::get).toList());
    for (int i = 0; i < scored.size(); i++) {
      scores[unseen.get(i)] = scored.get(i).score();
    }
    return scores;
  }
}
