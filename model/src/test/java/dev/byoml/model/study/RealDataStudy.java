package dev.byoml.model.study;

import dev.byoml.model.als.Factorization;
import dev.byoml.model.auto.AutoAlgorithm;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.evaluate.Estimate;
import dev.byoml.model.evaluate.RankingMetrics;
import dev.byoml.model.evaluate.RankingQuality;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.Choice;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Compares the algorithms, and what {@code auto} takes, on real accesses and on generated
 * organisations, and prints the tables of {@code model/docs/real-data.md}. Run by {@code
 * scripts/study-algorithms.sh}.
 */
public final class RealDataStudy {
  private static final TrainingParameters AUTO = Algorithms.named("auto").defaults();
  private static final TrainingParameters ALS = Algorithms.named("als").defaults();
  private static final String AUTO_ROW = "**`auto`**";
  private static final String ALS_ROW = "`--algorithm=als`";
  private static final String CLASSIC_ROW = "`--preset=classic`";
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final double RATE = 0.01;

  private static final long FIRST_SEED = 101;
  private static final long LAST_SEED = 105;

  private enum Measure {
    AREA("AUC", "areaUnderCurve", RankingMetrics::areaUnderCurve),
    PRECISION(
        "Average precision where one pair in a hundred is to be found",
        "averagePrecisionAt1PercentPrevalence",
        ranking -> ranking.averagePrecisionAtPrevalence(RATE)),
    RECALL(
        "Recall at 1 % false positives",
        "recallAt1PercentFalsePositives", ranking -> ranking.recallAtFalsePositiveRate(RATE));

    private final String title;

    /** The name in {@link RankingQuality}. */
    private final String key;

    private final ToDoubleFunction<RankingMetrics> of;

    Measure(String title, String key, ToDoubleFunction<RankingMetrics> of) {
      this.title = title;
      this.key = key;
      this.of = of;
    }
  }

  /** A measure, and how far chance may have moved it. */
  private record Figure(double value, double uncertainty) {
    /** Half a 95 % interval of one set by the bootstrap, or the standard error over seeds. */
    static Map<Measure, Figure> of(List<RankingMetrics> rankings) {
      Map<Measure, Figure> figures = new TreeMap<>();
      Map<String, Estimate> estimates =
          rankings.size() == 1 ? RankingQuality.of(rankings.get(0)) : Map.of();
      for (Measure measure : Measure.values()) {
        SummaryStatistics summary = new SummaryStatistics();
        rankings.forEach(ranking -> summary.addValue(measure.of.applyAsDouble(ranking)));
        Estimate estimate = estimates.get(measure.key);
        figures.put(
            measure,
            new Figure(
                summary.getMean(),
                estimate == null
                    ? summary.getStandardDeviation() / Math.sqrt(summary.getN())
                    : (estimate.high() - estimate.low()) / 2));
      }
      return figures;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3f ± %.3f", value, uncertainty);
    }
  }

  /** The figures of all methods on one set, or on one kind of organisation. */
  private record Column(String name, Map<String, Map<Measure, Figure>> figures) {
    double of(String method, Measure measure) {
      return figures.get(method).get(measure).value();
    }

    /** The single method with the largest area under the curve. */
    String best() {
      return figures.keySet().stream()
          .filter(method -> !method.equals(AUTO_ROW))
          .max(Comparator.comparingDouble(method -> of(method, Measure.AREA)))
          .orElseThrow();
    }
  }

  private RealDataStudy() {}

  /**
   * Prints the study as Markdown.
   *
   * @param arguments names of sets and of kinds of organisations, or none for all
   */
  public static void main(String[] arguments) {
    List<String> some = List.of(arguments);
    List<Column> real = new ArrayList<>();
    Reference.sets()
        .filter(name -> some.isEmpty() || some.contains(name))
        .map(Reference::set)
        .flatMap(set -> waysToGroup(set).stream())
        .forEach(set -> real.add(study(set.name(), List.of(List.of(set)), System.out)));
    List<Column> generated = new ArrayList<>();
    organizations()
        .forEach(
            (name, ofSeed) -> {
              if (some.isEmpty() || some.contains(name)) {
                List<List<RealSet>> seeds =
                    LongStream.rangeClosed(FIRST_SEED, LAST_SEED)
                        .mapToObj(seed -> ofSeed.apply(seed).stream().map(RealSet::of).toList())
                        .toList();
                generated.add(study(name, seeds, System.out));
              }
            });
    print("Real accesses, ± half a 95 % interval over the labels", real, System.out);
    print(
        "Generated organisations, mean ± standard error over the seeds %d to %d"
            .formatted(FIRST_SEED, LAST_SEED),
        generated,
        System.out);
  }

  private static List<RealSet> waysToGroup(RealSet set) {
    return set.groups().isEmpty()
        ? List.of(set)
        : List.of(
            set.withoutGroups(), set.named(set.name() + ", departments"), set.withShuffledGroups());
  }

  private static Map<String, LongFunction<List<StudySample>>> organizations() {
    Map<String, LongFunction<List<StudySample>>> organizations = new LinkedHashMap<>();
    for (StudyShape shape :
        List.of(StudyShape.EASY, StudyShape.HARD, StudyShape.SPARSE, StudyShape.DENSE)) {
      organizations.put(shape.name(), seed -> StudySample.of(shape, seed));
    }
    organizations.put("power law", seed -> List.of(PowerLawSample.of(seed)));
    return organizations;
  }

  /**
   * Ranks the labelled pairs by every method.
   *
   * @param seeds of each seed the organisations that are ranked together
   */
  private static Column study(String name, List<List<RealSet>> seeds, PrintStream out) {
    long start = System.nanoTime();
    Map<String, List<RankingMetrics>> rankings = new LinkedHashMap<>();
    for (List<RealSet> sets : seeds) {
      List<Factorization> als = sets.stream().map(RealDataStudy::als).toList();
      add(rankings, CLASSIC_ROW, sets, models(sets, als, TrainingParameters.CLASSIC));
      add(rankings, ALS_ROW, sets, models(sets, als, ALS));
      List<TenantModel> chosen = models(sets, als, AUTO);
      Set<String> candidates = new LinkedHashSet<>(AutoAlgorithm.candidates());
      for (TenantModel model : chosen) {
        Choice choice = model.affinity().choice().orElseThrow();
        choice.candidates().forEach(result -> candidates.add(result.name()));
        out.printf("%s: `auto` takes %s (%s)  %n", name, choice.winner(), choice.reason());
      }
      for (String candidate : candidates) {
        add(rankings, candidate, sets, models(sets, als, only(candidate)));
      }
      add(rankings, AUTO_ROW, sets, chosen);
    }
    Map<String, Map<Measure, Figure>> figures = new LinkedHashMap<>();
    rankings.forEach((method, ofMethod) -> figures.put(method, Figure.of(ofMethod)));
    Column column = new Column(name, figures);
    out.printf(
        Locale.ROOT,
        "%s: `auto` %s, best %s %s, als %s; took %.0f s%n%n",
        name,
        figures.get(AUTO_ROW),
        column.best(),
        figures.get(column.best()),
        figures.get(ALS_ROW),
        (System.nanoTime() - start) / 1e9);
    return column;
  }

  private static Factorization als(RealSet set) {
    return Algorithms.learn(set.accesses(), ALS, PeerGroups.NONE, THREADS).factorization();
  }

  private static TrainingParameters only(String candidate) {
    return AUTO.withAlgorithm(new AlgorithmSettings("auto", Map.of("candidates", candidate)));
  }

  private static List<TenantModel> models(
      List<RealSet> sets, List<Factorization> als, TrainingParameters parameters) {
    List<TenantModel> models = new ArrayList<>();
    for (int i = 0; i < sets.size(); i++) {
      RealSet set = sets.get(i);
      models.add(
          parameters.als().equals(ALS.als())
              ? Algorithms.train(set.accesses(), als.get(i), parameters, THREADS, set.groups())
              : Algorithms.train(set.accesses(), parameters, THREADS, set.groups()));
    }
    return models;
  }

  private static void add(
      Map<String, List<RankingMetrics>> rankings,
      String method,
      List<RealSet> sets,
      List<TenantModel> models) {
    rankings
        .computeIfAbsent(method, m -> new ArrayList<>())
        .add(
            Ranking.metrics(
                sets.stream().map(RealSet::pairs).toList(),
                models.stream().map(RealDataStudy::scorer).toList()));
  }

  private static PairScorer scorer(TenantModel model) {
    AccessScorer scorer = new AccessScorer(model);
    return (user, resource) -> scorer.score(user, resource).score();
  }

  private static void print(String title, List<Column> columns, PrintStream out) {
    if (columns.isEmpty()) {
      return;
    }
    Set<String> methods = new LinkedHashSet<>();
    columns.forEach(column -> methods.addAll(column.figures().keySet()));
    for (Measure measure : Measure.values()) {
      out.printf("%n### %s: %s%n%n| method |", measure.title, title);
      columns.forEach(column -> out.printf(" %s |", column.name()));
      out.printf("%n|---|%s%n", "---|".repeat(columns.size()));
      for (String method : methods) {
        out.printf("| %s |", method);
        for (Column column : columns) {
          Map<Measure, Figure> figures = column.figures().get(method);
          out.printf(" %s |", figures == null ? "–" : figures.get(measure));
        }
        out.println();
      }
    }
    out.printf("%n### %s beside others: %s%n%n", AUTO_ROW, title);
    out.println(
        "| | best single method by AUC | AUC: auto less that | auto less `als` | AP: auto less `als` |");
    out.println("|---|---|---|---|---|");
    for (Column column : columns) {
      out.printf(
          Locale.ROOT,
          "| %s | %s | %+.3f | %+.3f | %+.3f |%n",
          column.name(),
          column.best(),
          column.of(AUTO_ROW, Measure.AREA) - column.of(column.best(), Measure.AREA),
          column.of(AUTO_ROW, Measure.AREA) - column.of(ALS_ROW, Measure.AREA),
          column.of(AUTO_ROW, Measure.PRECISION) - column.of(ALS_ROW, Measure.PRECISION));
    }
    out.flush();
  }
}
