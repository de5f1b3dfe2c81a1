package dev.byoml.pipelines.notebook;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.BlobStorage;
import dev.byoml.pipelines.report.ReportData;
import dev.byoml.pipelines.report.ReportException;
import dev.byoml.pipelines.report.ReportReader;
import dev.byoml.pipelines.report.ReportWriter;
import dev.byoml.pipelines.report.picture.TenantPictures;
import dev.byoml.transforms.metrics.RunMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code score} found in a window: values, and fragments of HTML that draw them. A fragment is
 * complete in itself: no script, no network, nothing that a page around it must know. All text in
 * it is escaped. Immutable.
 */
public final class ScoringResults {
  private final ReportData data;

  private ScoringResults(ReportData data) {
    this.data = data;
  }

  /**
   * Reads results.
   *
   * @param folder the folder that {@code score} wrote, a path as the command line takes it
   * @param model the model that scored
   * @throws IOException if the folder cannot be read, does not hold the results of one whole run,
   *     or holds those of another model
   */
  public static ScoringResults read(String folder, TrainedModel model) throws IOException {
    ModelReader reader = model.reader();
    String path = BlobStorage.use("results", requireNonNull(folder, "folder"));
    try {
      return new ScoringResults(
          ReportReader.read(path, reader, Optional.empty(), Verdicts.NONE, Map.of()));
    } catch (ReportException e) {
      throw new IOException("%s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** The anomalies, the most anomalous first; the highest 50,000 where there are more. */
  public List<Anomaly> anomalies() {
    return data.anomalies().highest();
  }

  /** The anomalies of one tenant, the most anomalous first. */
  public List<Anomaly> anomalies(String tenant) {
    return anomalies().stream().filter(anomaly -> anomaly.tenant().equals(tenant)).toList();
  }

  /** How many anomalies the run reported. */
  public long total() {
    return data.anomalies().total();
  }

  /**
   * Numbers of the run by their names in {@code metrics.json}; a member is {@code object.member}.
   */
  public Map<String, Long> numbers() {
    return data.metrics().map(RunMetrics::values).map(Map::copyOf).orElse(Map.of());
  }

  /** The tenants that pictures are drawn of, the one with the highest anomaly first. */
  public List<String> tenants() {
    return data.pictures().stream().map(TenantPictures::tenant).toList();
  }

  /**
   * The highest anomalies as a table, each with the reasons for it in words.
   *
   * @param most how many rows at most, above 0
   */
  public String table(int most) {
    List<List<String>> rows =
        anomalies().stream()
            .limit(most)
            .map(
                anomaly ->
                    List.of(
                        String.format(Locale.ROOT, "%.2f", anomaly.predictedScore()),
                        anomaly.severity().label(),
                        anomaly.actor(),
                        anomaly.resource(),
                        Long.toString(anomaly.accessCount()),
                        anomaly.reason().label(),
                        Reasons.inWords(anomaly)))
            .toList();
    return Charts.table(
        List.of("Score", "Severity", "Actor", "Resource", "Accesses", "Reason", "Why"), rows);
  }

  /**
   * Where the tenant's most anomalous actors went, beside what they usually touch, as a Sankey
   * diagram.
   *
   * @throws IllegalArgumentException if no picture of the tenant is drawn, see {@link #tenants}
   */
  public String sankey(String tenant) {
    return SankeyDrawing.of(pictures(tenant).flows());
  }

  /**
   * Who touches what, as a matrix in the order of communities; anomalies are diamonds.
   *
   * @throws IllegalArgumentException if no picture of the tenant is drawn, see {@link #tenants}
   */
  public String matrix(String tenant) {
    return MatrixDrawing.of(pictures(tenant).grid());
  }

  /**
   * The whole report, as {@code report} writes it, in a frame of its own. This fragment alone needs
   * a script, the report's, which its security policy keeps from everything outside.
   *
   * @param height height of the frame in pixels
   */
  public String report(int height) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      ReportWriter.write(data, page);
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written to", e);
    }
    return new Markup()
        .open(
            "iframe",
            "title",
            "Report",
            "sandbox",
            "allow-scripts",
            "style",
            "width:100%;border:0;height:" + height + "px",
            "srcdoc",
            page.toString(StandardCharsets.UTF_8))
        .close("iframe")
        .toString();
  }

  private TenantPictures pictures(String tenant) {
    return data.pictures().stream()
        .filter(pictures -> pictures.tenant().equals(tenant))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no picture of tenant %s, but of %s".formatted(tenant, tenants())));
  }
}
