package dev.byoml.model.study;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * Compares settings on generated organisations and prints the tables of {@code
 * model/docs/defaults.md}. Run by {@code scripts/study-defaults.sh}.
 */
final class DefaultsStudy {
  /** Seeds the settings were chosen on; not among those reported. */
  private static final String TUNING = "1 to 4";

  private static final long FIRST_SEED = 101;
  private static final long LAST_SEED = 105;

  /** The organisations, by size, density and noise. */
  static final List<StudyShape> SHAPES =
      List.of(
          StudyShape.TINY, StudyShape.SMALL, StudyShape.FEW, StudyShape.STRAYS, StudyShape.SPARSE);

  private DefaultsStudy() {}

  /** Prints the study as Markdown. Takes no arguments. */
  public static void main(String[] arguments) {
    System.out.printf(
        "Mean ± standard error over seeds %d to %d; chosen on seeds %s.%n",
        FIRST_SEED, LAST_SEED, TUNING);
    for (StudyShape shape : SHAPES) {
      study(shape, Setting.all(), System.out);
    }
  }

  /** Prints how settings do on organisations of one shape. */
  static void study(StudyShape shape, List<Setting> settings, PrintStream out) {
    List<List<Ranking>> rankings = new ArrayList<>();
    settings.forEach(setting -> rankings.add(new ArrayList<>()));
    long[] seeds = LongStream.rangeClosed(FIRST_SEED, LAST_SEED).toArray();
    SummaryStatistics accesses = new SummaryStatistics();
    SummaryStatistics pairs = new SummaryStatistics();
    for (long seed : seeds) {
      List<StudySample> samples = StudySample.of(shape, seed);
      samples.forEach(sample -> accesses.addValue(sample.accesses().accessCount()));
      pairs.addValue(samples.stream().mapToInt(sample -> sample.pairs().size()).sum());
      List<Trainer> trainers = samples.stream().map(Trainer::new).toList();
      for (int i = 0; i < settings.size(); i++) {
        rankings
            .get(i)
            .add(Ranking.of(samples, trainers.stream().map(settings.get(i).scorer()).toList()));
      }
    }
    out.printf(
        Locale.ROOT,
        "%n### %s%n%n%d × %,d users, %,d resources, about %,.0f distinct accesses each; about %,.0f"
            + " labelled pairs a seed.%n%n",
        shape.name(),
        shape.organizations(),
        shape.users(),
        shape.resources(),
        accesses.getMean(),
        pairs.getMean());
    out.println("| setting | AUC | average precision at 1 % | recall at 1 % false positives |");
    out.println("|---|---|---|---|");
    for (int i = 0; i < settings.size(); i++) {
      out.printf(
          "| %s | %s | %s | %s |%n",
          settings.get(i).name(),
          summary(rankings.get(i), Ranking::areaUnderCurve),
          summary(rankings.get(i), Ranking::averagePrecision),
          summary(rankings.get(i), Ranking::recall));
    }
    out.flush();
  }

  private static String summary(List<Ranking> rankings, ToDoubleFunction<Ranking> measure) {
    SummaryStatistics statistics = new SummaryStatistics();
    rankings.forEach(ranking -> statistics.addValue(measure.applyAsDouble(ranking)));
    return String.format(
        Locale.ROOT,
        "%.3f ± %.3f",
        statistics.getMean(),
        statistics.getStandardDeviation() / Math.sqrt(statistics.getN()));
  }
}
