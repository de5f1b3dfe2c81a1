package dev.byoml.pipelines.score;

import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.score.Severity;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.transforms.score.AlertThresholds;
import dev.byoml.transforms.score.AllowList;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.watch.WindowSelection;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a model scores and what of it is reported, as the options say. */
public final class Selections {
  private Selections() {}

  /**
   * What the manifest of a model says, if it can be used; of every tenant where an alert budget
   * needs that.
   */
  public static ModelManifest manifest(String folder, SelectionOptions options) {
    try {
      ModelReader reader = Inputs.model("--model", folder);
      ModelManifest manifest =
          options.getAlertBudget() == null ? reader.manifest() : reader.manifestOfEveryTenant();
      if (manifest.needsAlgorithm()) {
        Algorithms.named(manifest.parameters().algorithm().name());
      }
      return manifest;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException(
          "--model=%s cannot be used: %s; BYOML_CLASS_PATH names the jars of your own"
              .formatted(folder, e.getMessage()));
    } catch (IOException e) {
      throw new UsageException("--model=%s cannot be used: %s".formatted(folder, e.getMessage()));
    }
  }

  /** The template of that name or path, or without one the model's. */
  public static Template template(String nameOrPath, ModelManifest manifest) {
    return nameOrPath == null
        ? Template.parse(manifest.template().name(), manifest.template().definition())
        : Inputs.template(nameOrPath);
  }

  /**
   * The alert budget: the one that is asked for, or the usual one where nothing else says what is
   * reported.
   *
   * @param range the window that is scored
   */
  static Optional<AlertBudget> budget(
      SelectionOptions options, ModelManifest manifest, TimeRange range) {
    if (options.getAlertBudget() == null) {
      return options.getThreshold() == null && options.getMaxAnomalies() == null
          ? Optional.of(AlertBudget.standard(manifest, range))
          : Optional.empty();
    }
    if (options.getThreshold() != null) {
      throw new UsageException(
          "--threshold and --alertBudget both say what is reported: give one of them");
    }
    return Optional.of(new AlertBudget(options.getAlertBudget(), manifest, range));
  }

  /**
   * What is reported, before allow-list and verdicts.
   *
   * @param budget the budget that is asked for; without it an alert budget sets no thresholds
   */
  static SelectAnomalies of(SelectionOptions options, Optional<AlertBudget> budget) {
    SelectAnomalies selection = SelectAnomalies.all();
    if (options.getAlertBudget() != null) {
      selection = selection.withLeast(Severity.LOW);
      if (budget.isPresent()) {
        selection = selection.withThresholds(budget.get().thresholds());
      }
    } else if (options.getThreshold() != null) {
      selection = selection.withThreshold(options.getThreshold());
    } else {
      selection =
          options.getMaxAnomalies() == null
              ? SelectAnomalies.aboveTheLine()
              : selection.withLeast(Severity.LOW);
    }
    if (options.getMaxAnomalies() != null) {
      if (options.getMaxAnomalies() < 1) {
        throw new UsageException("--maxAnomalies must be at least 1");
      }
      selection = selection.withMaxAnomalies(options.getMaxAnomalies());
    }
    return selection;
  }

  /** The allow-list of that path, or an empty one where there is no path. */
  public static AllowList allowList(String path) {
    return path == null ? AllowList.EMPTY : Inputs.file("--allowList", path, AllowList::parse);
  }

  /**
   * What is reported of windows of one length, whichever model scores them.
   *
   * @param first the model at the start, which must know what an alert budget needs
   */
  public static WindowSelection ofWindows(
      SelectionOptions options, Duration length, ModelManifest first) {
    TimeRange window = new TimeRange(Instant.EPOCH, Instant.EPOCH.plus(length));
    Optional<AlertBudget> budget = budget(options, first, window);
    SelectAnomalies common = of(options, Optional.empty());
    if (options.getAlertBudget() == null) {
      return new WindowSelection(common, null);
    }
    double alertsPerDay = options.getAlertBudget();
    int mostOfOthers = budget.get().thresholds().mostOfOthers();
    return new WindowSelection(
        common, manifest -> thresholds(alertsPerDay, manifest, window, mostOfOthers));
  }

  /** A model that came later may lack the table: then each tenant's highest are reported. */
  private static AlertThresholds thresholds(
      double alertsPerDay, ModelManifest manifest, TimeRange window, int mostOfOthers) {
    return manifest.tenants().stream().anyMatch(tenant -> tenant.expectedAlerts() != null)
        ? new AlertBudget(alertsPerDay, manifest, window).thresholds()
        : AlertThresholds.ofEach(Map.of(), mostOfOthers);
  }
}
