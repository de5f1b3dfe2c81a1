package dev.byoml.pipelines.report;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.source.TimeRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a report.
 *
 * @param whole whether the folder proves that it holds all results of its run
 * @param window the scored window; an end that is not known is open
 * @param template how the run read events: name of a built-in template, or path of another
 * @param manifest the model that scored
 * @param evaluation how well the model ranked, if that was measured
 * @param metrics numbers and warnings of the scoring run, if it left any
 * @param anomalies what the run reported
 * @param ordinary what was new to the model but ordinary
 * @param verdicts what analysts found out before
 * @param tenantNames names of tenants by their ids
 * @param pictures pictures of the tenants with the highest anomalies, in that order
 */
public record ReportData(
    boolean whole,
    TimeRange window,
    String template,
    ModelManifest manifest,
    Optional<EvaluationSummary> evaluation,
    Optional<RunMetrics> metrics,
    Results anomalies,
    Results ordinary,
    Verdicts verdicts,
    Map<String, String> tenantNames,
    List<TenantPictures> pictures) {

  /** Checks that no part is missing. */
  public ReportData {
    requireNonNull(window, "window");
    requireNonNull(template, "template");
    requireNonNull(manifest, "manifest");
    requireNonNull(evaluation, "evaluation");
    requireNonNull(metrics, "metrics");
    requireNonNull(anomalies, "anomalies");
    requireNonNull(ordinary, "ordinary");
    requireNonNull(verdicts, "verdicts");
    tenantNames = Map.copyOf(tenantNames);
    pictures = List.copyOf(pictures);
  }

  /**
   * Results of a run.
   *
   * @param total how many the run wrote
   * @param highest the highest of them, the most anomalous first
   */
  public record Results(long total, List<Anomaly> highest) {
    /** Keeps a copy. */
    public Results {
      highest = List.copyOf(highest);
    }
  }
}
