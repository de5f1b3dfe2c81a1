package dev.byoml.model.evaluate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How well a model ranks labelled accesses, beside the baselines. The accesses of all tenants are
 * one ranking.
 *
 * @param anomalous number of accesses that should be found
 * @param harmless number of the others
 * @param seenBefore number of labelled accesses that training saw itself; they are ranked like the
 *     others, though scoring never reports them
 * @param methods the measures of each method by its name, the model first
 */
public record Evaluation(
    int anomalous, int harmless, int seenBefore, Map<String, Map<String, Estimate>> methods) {

  /** Finds the model of a tenant. */
  @FunctionalInterface
  public interface Models {
    /** The tenant's model, or nothing where training did not see the tenant. */
    Optional<TenantModel> of(String tenant);
  }

  /**
   * Evaluates a model.
   *
   * @param pairs labelled accesses of both labels
   * @param models finds the models; asked once for each tenant, one after another
   * @param candidates names of candidates of the algorithm {@code auto} that learn from the same
   *     accesses and are measured beside the model
   * @param threads number of threads, at least 1; does not change the result
   */
  public static Evaluation of(
      List<LabelledPair> pairs, Models models, List<String> candidates, int threads) {
    Map<String, List<LabelledPair>> byTenant = new TreeMap<>();
    for (LabelledPair pair : pairs) {
      byTenant.computeIfAbsent(pair.access().tenant(), t -> new ArrayList<>()).add(pair);
    }
    boolean[] positive = new boolean[pairs.size()];
    Map<String, double[]> scores = new LinkedHashMap<>();
    for (Method method : Method.values()) {
      scores.put(method.label(), new double[pairs.size()]);
    }
    candidates.forEach(name -> scores.put(name, new double[pairs.size()]));
    int position = 0;
    int seenBefore = 0;
    for (Map.Entry<String, List<LabelledPair>> tenant : byTenant.entrySet()) {
      Optional<TenantModel> model = models.of(tenant.getKey());
      List<AccessKey> accesses = tenant.getValue().stream().map(LabelledPair::access).toList();
      int start = position;
      MethodScores.of(model, accesses, threads)
          .forEach(
              (method, of) ->
                  System.arraycopy(of, 0, scores.get(method.label()), start, of.length));
      MethodScores.ofCandidates(candidates, model, accesses, threads)
          .forEach((name, of) -> System.arraycopy(of, 0, scores.get(name), start, of.length));
      for (LabelledPair pair : tenant.getValue()) {
        positive[position++] = pair.anomalous();
        seenBefore += model.isPresent() && MethodScores.isKnown(model.get(), pair.access()) ? 1 : 0;
      }
    }
    Map<String, Map<String, Estimate>> methods = new LinkedHashMap<>();
    scores.forEach(
        (name, of) -> methods.put(name, RankingQuality.of(RankingMetrics.of(of, positive))));
    int anomalous = (int) pairs.stream().filter(LabelledPair::anomalous).count();
    return new Evaluation(anomalous, pairs.size() - anomalous, seenBefore, methods);
  }
}
