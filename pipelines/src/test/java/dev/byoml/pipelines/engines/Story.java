package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Training on most of a sample and scoring its last day.
 *
 * @param trainingInput events to train on
 * @param scoredInput events to score
 * @param trainingOptions options of {@code train} beside its paths and times
 * @param scoringOptions options of {@code score} beside its paths and times
 */
record Story(
    Path trainingInput,
    Path scoredInput,
    List<String> trainingOptions,
    List<String> scoringOptions) {
  private static final int LINES = 8_000;

  /** The sample that is checked in. */
  static Story ofSmallSample(String... trainingOptions) {
    Path data = Installation.checkout().resolve("sample-data/small/am-securityevent");
    return new Story(data, data, List.of(trainingOptions), List.of());
  }

  /** The same with other events to score. */
  Story withScoredInput(Path input) {
    return new Story(trainingInput, input, trainingOptions, scoringOptions);
  }

  /**
   * The same with so much known of users, found out and allowed that it travels to workers by
   * files.
   *
   * @param folder takes the files
   */
  Story withLargeSideData(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(14);
    List<String> users = new ArrayList<>(List.of("user,badge,weight"));
    List<String> verdicts = new ArrayList<>(List.of("tenant,actor,resource,verdict,by,at"));
    List<String> allowed = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      String user = "shire\\user%05d".formatted(i);
      users.add("%s,%x,%d".formatted(user, random.nextLong(), 1 + i % 3));
      verdicts.add("0,%s,\\\\fs%x\\s,benign,ada,2026-03-01".formatted(user, random.nextLong()));
      allowed.add("%s,*share%x".formatted(user, random.nextLong()));
    }
    Files.createDirectories(folder);
    List<String> common =
        List.of(
            "--enrichment=" + Files.write(folder.resolve("users.csv"), users),
            "--verdicts=" + Files.write(folder.resolve("verdicts.csv"), verdicts));
    List<String> training = new ArrayList<>(trainingOptions);
    training.addAll(common);
    List<String> scoring = new ArrayList<>(scoringOptions);
    scoring.addAll(common);
    scoring.add("--allowList=" + Files.write(folder.resolve("allowed.csv"), allowed));
    return new Story(trainingInput, scoredInput, training, scoring);
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
    List<String> words = new ArrayList<>();
    words.add("score");
    words.add("--input=" + scoredInput);
    words.add("--from=2026-03-31");
    words.add("--to=2026-04-01");
    words.add("--model=" + folder.resolve("model"));
    words.add("--output=" + folder.resolve("results"));
    words.add("--allScores=" + folder.resolve("results/all-scores"));
    words.addAll(scoringOptions);
    return words;
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
