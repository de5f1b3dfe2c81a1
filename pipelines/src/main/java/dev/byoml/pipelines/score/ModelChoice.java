package dev.byoml.pipelines.score;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which model a run takes: the one that is named, or of those that a pattern names the newest that
 * had been trained on nothing later than the start of the window. So a window gets the same model
 * whenever it is scored.
 */
final class ModelChoice {
  private ModelChoice() {}

  /**
   * The folder of the model.
   *
   * @param model a folder, or a pattern of folders with {@code *}
   * @param range the window that is scored
   * @throws UsageException if no model fits the pattern
   */
  static String of(String model, TimeRange range) {
    if (model.indexOf('*') < 0) {
      return model;
    }
    Map<String, ModelManifest> models =
        folders(model).stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), folder -> Inputs.model("--model", folder).manifest()));
    Comparator<Map.Entry<String, ModelManifest>> byAge =
        Comparator.comparing(
            entry -> entry.getValue().to(), Comparator.nullsFirst(Comparator.naturalOrder()));
    Optional<String> newest =
        models.entrySet().stream()
            .filter(entry -> isBefore(entry.getValue().to(), range.from()))
            .max(byAge.thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey);
    return newest.orElseThrow(
        () ->
            new UsageException(
                models.isEmpty()
                    ? "--model=%s: there is no model of that pattern".formatted(model)
                    : "--model=%s: none of the %d models had been trained by the start of the window, %s"
                        .formatted(model, models.size(), range.from())));
  }

  private static boolean isBefore(Instant end, Instant start) {
    return end == null || start == null || !end.isAfter(start);
  }

  private static List<String> folders(String pattern) {
    try {
      String manifests = OutputFiles.in(pattern, ModelManifest.FILE);
      return OutputFiles.matching(manifests).stream()
          .map(file -> file.substring(0, file.length() - ModelManifest.FILE.length() - 1))
          .toList();
    } catch (IOException e) {
      throw new UsageException("--model=%s cannot be used: %s".formatted(pattern, e.getMessage()));
    }
  }
}
