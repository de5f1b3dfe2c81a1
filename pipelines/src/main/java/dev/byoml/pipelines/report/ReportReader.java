package dev.byoml.pipelines.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.pipelines.report.ReportData.Results;
import dev.byoml.pipelines.report.picture.ScoreHistogram;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.pipelines.report.picture.UsualAccesses;
import dev.byoml.transforms.metrics.RunFile;
import dev.byoml.transforms.metrics.RunMetrics;
import dev.byoml.transforms.score.WriteAnomalies;
import dev.byoml.transforms.source.TimeRange;
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

/** Reads the content of a report from the folder of the results and that of the model. */
public final class ReportReader {
  /** More cannot be shown within the size that a report may have. */
  private static final int MOST_ANOMALIES = 50_000;

  private static final int MOST_ORDINARY = 5_000;
  private static final int MOST_PICTURES = 20;

  /** Of all tenants together; about 1 MB. */
  private static final int MOST_USUAL_ACCESSES = 80_000;

  private ReportReader() {}

  /**
   * Reads a report's data.
   *
   * @param results folder that a scoring run wrote
   * @param model the model that scored
   * @param evaluation how well the model ranked, if that was measured
   * @param verdicts what analysts found out before
   * @param tenantNames names of tenants by their ids, which go before those that results carry
   * @throws ReportException if the folder holds no results, or none that this model scored
   * @throws IOException if a folder cannot be read
   */
  public static ReportData read(
      String results,
      ModelReader model,
      Optional<EvaluationSummary> evaluation,
      Verdicts verdicts,
      Map<String, String> tenantNames)
      throws ReportException, IOException {
    boolean hasResults = !OutputFiles.list(results, WriteAnomalies.FILES).isEmpty();
    Optional<byte[]> metrics = content(OutputFiles.in(results, RunMetrics.FILE));
    if (!hasResults && metrics.isEmpty() && !OutputLock.isIn(results)) {
      throw new ReportException(
          "there are no results in it, neither %s nor %s; run scripts/byoml score first"
              .formatted(WriteAnomalies.FILES, RunMetrics.FILE));
    }
    Optional<RunFile> run = RunFile.read(results);
    requireWhole(results, run);
    String modelId = model.manifest().modelId();
    if (run.isPresent()) {
      requireSameModel(modelId, run.get().modelId());
    }
    Results anomalies = results(results, WriteAnomalies.FILES, MOST_ANOMALIES);
    Results ordinary = results(results, WriteAnomalies.ORDINARY_FILES, MOST_ORDINARY);
    requireScoredBy(modelId, anomalies.highest());
    requireScoredBy(modelId, ordinary.highest());
    List<Anomaly> all = new ArrayList<>(anomalies.highest());
    all.addAll(ordinary.highest());
    return new ReportData(
        run.isPresent(),
        run.map(RunFile::range).orElse(TimeRange.ALL),
        run.map(RunFile::template).orElse(model.manifest().template().name()),
        model.manifest(),
        evaluation,
        metrics.isPresent() ? Optional.of(metrics(metrics.get())) : Optional.empty(),
        anomalies,
        ordinary,
        verdicts,
        TenantNames.withThoseOf(all, tenantNames),
        pictures(anomalies.highest(), ordinary.highest(), model));
  }

  private static Results results(String folder, String pattern, int most)
      throws ReportException, IOException {
    RankedAnomalies ranked = new RankedAnomalies(most);
    for (String file : OutputFiles.list(folder, pattern)) {
      try (InputStream in = new BufferedInputStream(OutputFiles.open(file))) {
        ranked.read(in);
      } catch (IllegalArgumentException e) {
        throw new ReportException("%s, %s".formatted(file, e.getMessage()), e);
      }
    }
    return new Results(ranked.total(), ranked.ranked());
  }

  private static Optional<byte[]> content(String file) throws IOException {
    if (OutputFiles.size(file).isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = OutputFiles.open(file)) {
      return Optional.of(in.readAllBytes());
    }
  }

  private static RunMetrics metrics(byte[] json) throws IOException, ReportException {
    try {
      return RunMetrics.parse(json);
    } catch (JsonProcessingException e) {
      throw new ReportException("%s is not JSON".formatted(RunMetrics.FILE), e);
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

  /**
   * A folder from before runs left a table of contents passes; the report says that it is missing.
   */
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

  private static List<TenantPictures> pictures(
      List<Anomaly> anomalies, List<Anomaly> ordinary, ModelReader model) throws IOException {
    Map<String, List<Anomaly>> reported = byTenant(anomalies);
    Map<String, List<Anomaly>> others = byTenant(ordinary);
    int drawn = Math.min(MOST_PICTURES, reported.size());
    List<TenantPictures> pictures = new ArrayList<>();
    for (Map.Entry<String, List<Anomaly>> tenant : reported.entrySet()) {
      if (pictures.size() == drawn) {
        break;
      }
      Optional<TenantModel> known = model.tenant(tenant.getKey());
      List<Anomaly> results = new ArrayList<>(tenant.getValue());
      results.addAll(others.getOrDefault(tenant.getKey(), List.of()));
      double[] scores = tenant.getValue().stream().mapToDouble(Anomaly::predictedScore).toArray();
      pictures.add(
          new TenantPictures(
              tenant.getKey(),
              tenant.getValue(),
              ScoreHistogram.of(scores, known),
              UsualAccesses.of(results, known, MOST_USUAL_ACCESSES / drawn)));
    }
    return pictures;
  }

  private static Map<String, List<Anomaly>> byTenant(List<Anomaly> results) {
    Map<String, List<Anomaly>> byTenant = new LinkedHashMap<>();
    for (Anomaly result : results) {
      byTenant.computeIfAbsent(result.tenant(), tenant -> new ArrayList<>()).add(result);
    }
    return byTenant;
  }
}
