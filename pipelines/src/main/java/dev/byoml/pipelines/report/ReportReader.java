package dev.byoml.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.pipelines.report.picture.AccessFlows;
import dev.byoml.pipelines.report.picture.AccessGrid;
import dev.byoml.pipelines.report.picture.ScoreHistogram;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.transforms.metrics.RunFile;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.score.WriteAnomalies;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.OutputLock;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a report tells from the folder of the results and that of the model. */
public final class ReportReader {
  /** More cannot be shown within the size that a report may have. */
  private static final int MOST_ANOMALIES = 50_000;

  private static final int MOST_PICTURES = 20;

  private ReportReader() {}

  /**
   * Reads a report's data.
   *
   * @param results folder that a scoring run wrote
   * @param model the model that scored
   * @param verdicts what analysts found out before
   * @throws ReportException if the folder holds no results, or none that this model scored
   * @throws IOException if a folder cannot be read
   */
  public static ReportData read(String results, ModelReader model, Verdicts verdicts)
      throws ReportException, IOException {
    List<String> files = OutputFiles.list(results, WriteAnomalies.FILES);
    Optional<RunMetrics> metrics = metrics(OutputFiles.in(results, RunMetrics.FILE));
    if (files.isEmpty() && metrics.isEmpty() && !OutputLock.isIn(results)) {
      throw new ReportException(
          "there are no results in it, neither %s nor %s; run scripts/byoml score first"
              .formatted(WriteAnomalies.FILES, RunMetrics.FILE));
    }
    Optional<RunFile> run = RunFile.read(results);
    requireWhole(results, run);
    if (run.isPresent()) {
      requireSameModel(model.manifest().modelId(), run.get().modelId());
    }
    RankedAnomalies anomalies = new RankedAnomalies(MOST_ANOMALIES);
    for (String file : files) {
      try (InputStream in = new BufferedInputStream(OutputFiles.open(file))) {
        anomalies.read(in);
      } catch (IllegalArgumentException e) {
        throw new ReportException("%s, %s".formatted(file, e.getMessage()), e);
      }
    }
    List<Anomaly> ranked = anomalies.ranked();
    requireScoredBy(model.manifest().modelId(), ranked);
    return new ReportData(
        run.isPresent(),
        model.manifest(),
        metrics,
        anomalies.total(),
        ranked,
        verdicts,
        pictures(ranked, model));
  }

  private static Optional<RunMetrics> metrics(String file) throws IOException, ReportException {
    if (OutputFiles.size(file).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = OutputFiles.open(file)) {
      return Optional.of(RunMetrics.parse(in.readAllBytes()));
    } catch (JsonProcessingException e) {
      throw new ReportException("%s is not JSON".formatted(file), e);
    }
  }

  private static void requireScoredBy(String modelId, List<Anomaly> anomalies)
      throws ReportException {
    for (Anomaly anomaly : anomalies) {
      requireSameModel(modelId, anomaly.modelId());
    }
  }

  private static void requireSameModel(String modelId, String scoredBy) throws ReportException {
    if (!scoredBy.equals(modelId)) {
      throw new ReportException(
          "its results were scored by model %s, but --model is %s".formatted(scoredBy, modelId));
    }
  }

  /** A folder of before runs left a table of contents passes; the report says that it has none. */
  private static void requireWhole(String results, Optional<RunFile> run)
      throws ReportException, IOException {
    Optional<String> mismatch = run.isPresent() ? run.get().mismatch(results) : Optional.empty();
    if (mismatch.isPresent()) {
      throw new ReportException(
          "it does not hold the results of one whole run: %s; run scripts/byoml score again"
              .formatted(mismatch.get()));
    }
    if (run.isEmpty() && OutputLock.isIn(results)) {
      throw new ReportException(
          "the run that writes it has not ended or was interrupted; run scripts/byoml score again");
    }
  }

  private static List<TenantPictures> pictures(List<Anomaly> ranked, ModelReader model)
      throws IOException {
    Map<String, List<Anomaly>> byTenant = new LinkedHashMap<>();
    for (Anomaly anomaly : ranked) {
      byTenant.computeIfAbsent(anomaly.tenant(), tenant -> new ArrayList<>()).add(anomaly);
    }
    List<TenantPictures> pictures = new ArrayList<>();
    for (Map.Entry<String, List<Anomaly>> tenant : byTenant.entrySet()) {
      if (pictures.size() == MOST_PICTURES) {
        break;
      }
      pictures.add(pictures(tenant.getKey(), tenant.getValue(), model.tenant(tenant.getKey())));
    }
    return pictures;
  }

  private static TenantPictures pictures(
      String tenant, List<Anomaly> anomalies, Optional<TenantModel> model) {
    return new TenantPictures(
        tenant,
        ScoreHistogram.of(anomalies.stream().mapToDouble(Anomaly::predictedScore).toArray(), model),
        AccessFlows.of(anomalies, model),
        AccessGrid.of(anomalies, model));
  }
}
