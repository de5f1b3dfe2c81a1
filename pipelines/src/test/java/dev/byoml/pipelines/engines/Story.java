package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Training on most of a sample and scoring its last day.
 *
 * @param trainingInput events to train on
 * @param scoredInput events to score
 * @param trainingOptions options of {@code train} beside its paths and times
 */
record Story(Path trainingInput, Path scoredInput, List<String> trainingOptions) {
  /** The sample that is checked in. */
  static Story ofSmallSample(String... trainingOptions) {
    Path data = Installation.checkout().resolve("sample-data/small/am-securityevent");
    return new Story(data, data, List.of(trainingOptions));
  }

  /** The same with other events to score. */
  Story withScoredInput(Path input) {
    return new Story(trainingInput, input, trainingOptions);
  }

  /** What {@code train} is told; the model goes to {@code folder/model}. */
  List<String> train(Path folder) {
    List<String> words = new ArrayList<>();
    words.add("train");
    words.add("--input=" + trainingInput);
    words.add("--from=2026-03-23");
    words.add("--to=2026-03-31");
    words.add("--model=" + folder.resolve("model"));
    words.addAll(trainingOptions);
    return words;
  }

  /** What {@code score} is told; the results go to {@code folder/results}. */
  List<String> score(Path folder) {
    return List.of(
        "score",
        "--input=" + scoredInput,
        "--from=2026-03-31",
        "--to=2026-04-01",
        "--model=" + folder.resolve("model"),
        "--output=" + folder.resolve("results"),
        "--allScores=" + folder.resolve("results/all-scores"));
  }

  /** Trains and scores; what comes of it is in {@code folder}, the logs beside it. */
  Outcome run(Engine engine, Path folder) throws IOException, InterruptedException {
    for (List<String> arguments : List.of(train(folder), score(folder))) {
      Engine.Ended ended = engine.run(logs(folder), arguments);
      if (ended.status() != 0) {
        throw new IllegalStateException(
            "%s on %s ended with %d:%n%s"
                .formatted(arguments.get(0), engine.name(), ended.status(), ended.errors()));
      }
    }
    return Outcome.of(folder);
  }

  /** Where the output of runs goes whose model and results are in {@code folder}. */
  static Path logs(Path folder) {
    return folder.resolveSibling(folder.getFileName() + "-logs");
  }
}
