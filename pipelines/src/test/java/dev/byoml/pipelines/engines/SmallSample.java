package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Trains and scores the checked-in sample on an engine. */
final class SmallSample {
  private static final String DATA =
      Installation.checkout().resolve("sample-data/small/am-securityevent").toString();

  private SmallSample() {}

  /** What {@code train} is told; the model goes to {@code folder/model}. */
  static List<String> train(Path folder, String... options) {
    return words(
        List.of(
            "train",
            "--input=" + DATA,
            "--from=2026-03-23",
            "--to=2026-03-31",
            "--model=" + folder.resolve("model")),
        options);
  }

  /** What {@code score} is told; the results go to {@code folder/results}. */
  static List<String> score(Path folder, String... options) {
    return words(
        List.of(
            "score",
            "--input=" + DATA,
            "--from=2026-03-31",
            "--to=2026-04-01",
            "--model=" + folder.resolve("model"),
            "--output=" + folder.resolve("results"),
            "--allScores=" + folder.resolve("results/all-scores")),
        options);
  }

  /** Trains and scores; what comes of it is in {@code folder}, the logs beside it. */
  static Outcome run(Engine engine, Path folder, String... trainingOptions)
      throws IOException, InterruptedException {
    Path logs = folder.resolveSibling(folder.getFileName() + "-logs");
    for (List<String> arguments : List.of(train(folder, trainingOptions), score(folder))) {
      Engine.Ended ended = engine.run(logs, arguments);
      if (ended.status() != 0) {
        throw new IllegalStateException(
            "%s on %s ended with %d:%n%s"
                .formatted(arguments.get(0), engine.name(), ended.status(), ended.errors()));
      }
    }
    return Outcome.of(folder);
  }

  private static List<String> words(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }
}
