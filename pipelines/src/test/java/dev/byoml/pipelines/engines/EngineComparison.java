package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Trains and scores the checked-in sample on every engine, in every setting, and prints a table of
 * model ids and digests of the results. Started by {@code scripts/compare-engines.sh}.
 */
public final class EngineComparison {
  private static final String ROW = "%-13s  %-32s  %-32s  %7s  %s%n";

  private final Path folder;
  private final Set<List<String>> outcomes = new LinkedHashSet<>();
  private int runs;

  private EngineComparison(Path folder) {
    this.folder = folder;
  }

  /**
   * Runs the comparison and ends the process: 0 if all are equal, 1 if not.
   *
   * @param settings options of {@code train}, one setting an argument, options parted by a space
   */
  public static void main(String... settings) throws Exception {
    EngineComparison comparison =
        new EngineComparison(Installation.emptyFolder(EngineComparison.class));
    boolean equal = comparison.run(List.of(settings));
    System.exit(equal ? 0 : 1);
  }

  private boolean run(List<String> settings) throws IOException, InterruptedException {
    System.out.printf(
        ROW, "engine", "model id", "digest of the results", "seconds", "options of train");
    compare(Engine.onThisMachine("Direct", "DirectRunner"), settings);
    compare(Engine.onThisMachine("Spark local", "SparkRunner"), settings);
    try (Cluster cluster = SparkCluster.start(folder.resolve("spark-cluster"))) {
      compare(cluster.engine(), settings);
    }
    compare(Engine.onThisMachine("Flink local", "FlinkRunner"), settings);
    try (Cluster cluster = FlinkCluster.startForManyExchanges(folder.resolve("flink-cluster"))) {
      compare(cluster.engine(), settings);
    }
    boolean equal = outcomes.size() == 1;
    System.out.println(
        equal ? "all equal" : "NOT equal: %d different outcomes".formatted(outcomes.size()));
    return equal;
  }

  private void compare(Engine engine, List<String> settings)
      throws IOException, InterruptedException {
    for (String setting : settings) {
      runs++;
      Path place = folder.resolve("run-%02d".formatted(runs));
      long start = System.nanoTime();
      Outcome outcome = Story.ofSmallSample(words(setting)).run(engine, place);
      long seconds = (System.nanoTime() - start) / 1_000_000_000;
      System.out.printf(
          ROW, engine.name(), outcome.modelId(), outcome.resultDigest(), seconds, setting);
      outcomes.add(List.of(outcome.modelId(), outcome.resultDigest()));
    }
  }

  private static String[] words(String setting) {
    List<String> words = new ArrayList<>(List.of(setting.strip().split("\\s+")));
    words.removeIf(String::isEmpty);
    return words.toArray(String[]::new);
  }
}
