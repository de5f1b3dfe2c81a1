package dev.byoml.model.study;

import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.evaluate.RankingMetrics;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the algorithms, and what {@code auto} takes, on real accesses and on the organisations
 * of {@link DefaultsStudy}, and prints the tables of {@code model/docs/real-data.md}. Run by {@code
 * scripts/study-algorithms.sh}.
 */
public final class RealDataStudy {
  private static final TrainingParameters AUTO = Algorithms.named("auto").defaults();
  private static final double RATE = 0.01;
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  private RealDataStudy() {}

  /**
   * Prints the study as Markdown.
   *
   * @param arguments names of sets and of shapes, or none for all
   */
  public static void main(String[] arguments) {
    List<String> some = List.of(arguments);
    Reference.sets()
        .filter(name -> some.isEmpty() || some.contains(name))
        .map(Reference::set)
        .forEach(RealDataStudy::study);
    for (StudyShape shape : DefaultsStudy.SHAPES) {
      if (some.isEmpty() || some.contains(shape.name())) {
        for (long seed = 101; seed <= 101 + (some.isEmpty() ? 4 : 0); seed++) {
          study(
              shape.name() + " " + seed,
              StudySample.of(shape, seed).stream()
                  .map(
                      sample -> new RealSet("", sample.accesses(), sample.pairs(), PeerGroups.NONE))
                  .toList(),
              System.out);
        }
      }
    }
  }

  private static void study(RealSet set) {
    study(set.name(), List.of(set.withoutGroups()), System.out);
    if (!set.groups().isEmpty()) {
      study(set.name() + " with departments", List.of(set), System.out);
      study(
          set.name() + " with shuffled departments", List.of(set.withShuffledGroups()), System.out);
    }
  }

  private static void study(String name, List<RealSet> sets, PrintStream out) {
    out.printf("%n| %s | AUC | AP at 1 %% | recall at 1 %% |%n|---|---|---|---|%n", name);
    List<TenantModel> chosen = new ArrayList<>();
    long start = System.nanoTime();
    sets.forEach(set -> chosen.add(train(set, AUTO)));
    long took = System.nanoTime() - start;
    row("**auto**", sets, chosen, out);
    Choice choice = chosen.get(0).affinity().choice().orElseThrow();
    out.printf(
        Locale.ROOT,
        "auto: %s (%s), %d days, %d new, %.1f s%n",
        choice.winner(),
        choice.reason(),
        choice.heldOutDays(),
        choice.newPairs(),
        took / 1e9);
    for (Choice.Result result : choice.candidates()) {
      List<TenantModel> models = sets.stream().map(set -> train(set, only(result.name()))).toList();
      row(
          String.format(
              Locale.ROOT,
              "%s, inside %.3f/%.3f (%.3f to %.3f; lead %.3f, surely %.3f)",
              result.name(),
              result.areaUnderCurve(),
              result.averagePrecision(),
              result.low(),
              result.high(),
              result.lead(),
              result.surely()),
          sets,
          models,
          out);
    }
  }

  private static TrainingParameters only(String candidate) {
    return AUTO.withAlgorithm(new AlgorithmSettings("auto", Map.of("candidates", candidate)));
  }

  private static TenantModel train(RealSet set, TrainingParameters parameters) {
    return Algorithms.train(set.accesses(), parameters, THREADS, set.groups());
  }

  private static void row(
      String name, List<RealSet> sets, List<TenantModel> models, PrintStream out) {
    List<Double> scores = new ArrayList<>();
    List<Boolean> odd = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      for (StudySample.Pair pair : sets.get(i).pairs()) {
        PairAffinity affinity = models.get(i).affinity();
        scores.add(
            models.get(i).standardization().score(affinity.of(pair.user(), pair.resource())));
        odd.add(pair.positive());
      }
    }
    boolean[] positive = new boolean[odd.size()];
    for (int i = 0; i < positive.length; i++) {
      positive[i] = odd.get(i);
    }
    RankingMetrics metrics =
        RankingMetrics.of(scores.stream().mapToDouble(Double::doubleValue).toArray(), positive);
    out.printf(
        Locale.ROOT,
        "| %s | %.3f | %.3f | %.3f |%n",
        name,
        metrics.areaUnderCurve(),
        metrics.averagePrecisionAtPrevalence(RATE),
        metrics.recallAtFalsePositiveRate(RATE));
  }
}
