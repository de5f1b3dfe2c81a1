package dev.byoml.pipelines.report;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.transforms.metrics.RunMetrics;
import java.util.List;
import java.util.Optional;

/**
 * What a report tells.
 *
 * @param whole whether the folder tells that it holds all results of its run
 * @param manifest the model that scored
 * @param metrics numbers of the scoring run, if it left any
 * @param total how many anomalies the run reported
 * @param anomalies the highest of them, the most anomalous first
 * @param verdicts what analysts found out before
 * @param pictures pictures of the tenants with the highest anomalies, in that order
 */
public record ReportData(
    boolean whole,
    ModelManifest manifest,
    Optional<RunMetrics> metrics,
    long total,
    List<Anomaly> anomalies,
    Verdicts verdicts,
    List<TenantPictures> pictures) {

  /** Checks that no part is missing. */
  public ReportData {
    requireNonNull(manifest, "manifest");
    requireNonNull(metrics, "metrics");
    requireNonNull(verdicts, "verdicts");
    anomalies = List.copyOf(anomalies);
    pictures = List.copyOf(pictures);
  }
}
