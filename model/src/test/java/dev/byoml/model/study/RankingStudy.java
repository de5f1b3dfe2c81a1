package dev.byoml.model.study;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.DailyCounts;
import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.sample.LabelledAccess;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import dev.byoml.model.score.UnseenAccessScorer;
import dev.byoml.model.score.WindowScorer;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * How planted attacks rank when each access is judged by itself, and when it is judged with what
 * else its actor does. Prints the tables of {@code model/docs/ranking.md}; run by {@code
 * scripts/study-ranking.sh}.
 */
final class RankingStudy {
  private static final int DAYS = 21;
  private static final int HELD_OUT = 5;
  private static final int CALIBRATION_ITERATIONS = 10;
  private static final int RESAMPLES = 2000;

  private RankingStudy() {}

  /** Organisations of a size. */
  private record Size(String name, int users, int resources, long firstSeed, long lastSeed) {}

  /** What a way of scoring found in one organisation. */
  private record Found(
      double recall, double harmless, double recallAboveHarmless, double separated) {}

  /** A way to score a window. */
  @FunctionalInterface
  private interface Way extends BiFunction<TenantModel, List<AccessKey>, List<ScoredAccess>> {}

  /** Prints the study as Markdown. Takes no arguments. */
  public static void main(String[] arguments) {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("by itself", RankingStudy::alone);
    ways.put("with its actor", RankingStudy::together);
    for (Size size :
        List.of(
            new Size("100 users, 30 shares (as the demo)", 200, 60, 201, 224),
            new Size("500 users, 200 shares", 1000, 400, 301, 320))) {
      print(size, ways, System.out);
    }
  }

  private static void print(Size size, Map<String, Way> ways, PrintStream out) {
    Map<String, List<Found>> found = new LinkedHashMap<>();
    LongStream.rangeClosed(size.firstSeed(), size.lastSeed())
        .mapToObj(seed -> new SampleDataParameters(seed, size.users(), size.resources(), DAYS, 2))
        .map(SampleOrganization::of)
        .flatMap(sample -> sample.tenants().stream().map(t -> new Window(t, sample.windows())))
        .forEach(
            window ->
                ways.forEach(
                    (name, way) ->
                        found
                            .computeIfAbsent(name, unseen -> new ArrayList<>())
                            .add(window.found(way))));
    out.printf(
        "%n%s: seeds %d to %d, two organisations each%n%n",
        size.name(), size.firstSeed(), size.lastSeed());
    out.println(
        "| an access is judged | recall at 5 a day | harmless rows reported | recall above every"
            + " harmless row | organisations with every attack above every harmless row |");
    out.println("|---|---|---|---|---|");
    found.forEach(
        (name, of) ->
            out.printf(
                "| %s | %s | %s | %s | %s |%n",
                name,
                interval(of, Found::recall),
                interval(of, Found::harmless),
                interval(of, Found::recallAboveHarmless),
                interval(of, Found::separated)));
  }

  /** The mean over organisations with its 95 % bootstrap interval. */
  private static String interval(List<Found> found, ToDoubleFunction<Found> measure) {
    double[] values = found.stream().mapToDouble(measure).toArray();
    SplittableRandom random = new SplittableRandom(1);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int draw = 0; draw < values.length; draw++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    Arrays.sort(means);
    return String.format(
        Locale.ROOT,
        "%.3f (%.3f–%.3f)",
        Arrays.stream(values).average().orElseThrow(),
        means[RESAMPLES / 40],
        means[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  private static List<ScoredAccess> alone(TenantModel model, List<AccessKey> window) {
    AccessScorer scorer = new AccessScorer(model);
    List<AccessKey> unseen = new ArrayList<>();
    Map<AccessKey, ScoredAccess> scores = new HashMap<>();
    for (AccessKey access : window) {
      Optional<ScoredAccess> scored = scorer.score(access.user(), access.resource());
      scored.ifPresentOrElse(score -> scores.put(access, score), () -> unseen.add(access));
    }
    List<ScoredAccess> ofUnseen = new UnseenAccessScorer(model).score(unseen);
    for (int i = 0; i < unseen.size(); i++) {
      scores.put(unseen.get(i), ofUnseen.get(i));
    }
    return window.stream().map(scores::get).toList();
  }

  private static List<ScoredAccess> together(TenantModel model, List<AccessKey> window) {
    return new WindowScorer(model).score(window).stream().map(WindowScorer.Judged::scored).toList();
  }

  /** The scored day of an organisation, and the days before it. */
  private static final class Window {
    private final String tenant;
    private final int end;
    private final SortedMap<AccessKey, SortedMap<Integer, Long>> training = new TreeMap<>();
    private final SortedMap<AccessKey, SortedMap<Integer, Long>> scored = new TreeMap<>();
    private final Map<AccessKey, Boolean> labels = new HashMap<>();
    private final TenantModel model;
    private final TenantModel calibration;

    Window(SampleTenant sample, SampleWindows windows) {
      tenant = sample.identity().tenantId();
      end = (int) windows.scoringDay().toEpochDay();
      windows.trainingDays().forEach(day -> add(sample, day, training));
      add(sample, windows.scoringDay(), scored);
      sample.labels().forEach((LabelledAccess label) -> labels.put(label.key(), label.anomalous()));
      TrainingParameters parameters = TrainingParameters.DEFAULT;
      model = train(end, parameters);
      calibration =
          train(
              end - HELD_OUT,
              parameters.withAls(parameters.als().withIterations(CALIBRATION_ITERATIONS)));
    }

    private static void add(
        SampleTenant sample, LocalDate day, Map<AccessKey, SortedMap<Integer, Long>> accesses) {
      sample
          .events(day)
          .filter(SampleEvent::access)
          .forEach(
              event ->
                  accesses
                      .computeIfAbsent(
                          new AccessKey(
                              event.tenantId(), event.account().user(), event.share().resource()),
                          key -> new TreeMap<>())
                      .merge((int) day.toEpochDay(), 1L, Long::sum));
    }

    private TenantModel train(int until, TrainingParameters parameters) {
      AccessMatrixBuilder matrix = new AccessMatrixBuilder(tenant);
      training.forEach(
          (key, all) -> {
            SortedMap<Integer, Long> before = all.headMap(until);
            if (!before.isEmpty()) {
              DailyCounts days =
                  new DailyCounts(
                      before.keySet().stream().mapToInt(day -> day).toArray(),
                      before.values().stream().mapToLong(count -> count).toArray());
              matrix.add(key.user(), key.resource(), days.total(), days.likelihood(), days.day(0));
            }
          });
      return Algorithms.train(
          matrix.build(), parameters, Runtime.getRuntime().availableProcessors());
    }

    Found found(Way way) {
      double threshold = threshold(way);
      List<AccessKey> window = List.copyOf(scored.keySet());
      List<ScoredAccess> scores = way.apply(model, window);
      List<ScoredAccess> attacks = new ArrayList<>();
      List<ScoredAccess> harmless = new ArrayList<>();
      for (int i = 0; i < window.size(); i++) {
        if (scores.get(i).reason() != Reason.SEEN_BEFORE) {
          boolean anomalous = labels.getOrDefault(window.get(i), false);
          (anomalous ? attacks : harmless).add(scores.get(i));
        }
      }
      double highest =
          harmless.stream().mapToDouble(ScoredAccess::score).max().orElse(Double.NEGATIVE_INFINITY);
      double above =
          attacks.stream().filter(attack -> attack.score() > highest).count()
              / (double) attacks.size();
      return new Found(
          reported(attacks, threshold) / (double) attacks.size(),
          reported(harmless, threshold),
          above,
          above == 1 ? 1 : 0);
    }

    private static long reported(List<ScoredAccess> scores, double threshold) {
      return scores.stream()
          .filter(scored -> scored.score() >= threshold)
          .filter(scored -> scored.percentile() >= Severity.ODD)
          .count();
    }

    /** The lowest score that five alerts a day of the held-out days reach. */
    private double threshold(Way way) {
      List<Double> scores = new ArrayList<>();
      for (int day = end - HELD_OUT; day < end; day++) {
        int ofDay = day;
        List<AccessKey> window =
            training.entrySet().stream()
                .filter(access -> access.getValue().containsKey(ofDay))
                .map(Map.Entry::getKey)
                .toList();
        way.apply(calibration, window).stream()
            .filter(access -> access.reason() != Reason.SEEN_BEFORE)
            .forEach(access -> scores.add(access.score()));
      }
      scores.sort(Comparator.reverseOrder());
      int within = (int) (AlertLine.ALERTS_PER_DAY * HELD_OUT);
      return scores.size() <= within ? Double.NEGATIVE_INFINITY : scores.get(within - 1);
    }
  }
}
