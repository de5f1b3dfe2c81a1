package dev.byoml.pipelines.score;

import dev.byoml.model.result.AnomalyJson;
import dev.byoml.pipelines.report.RankedAnomalies;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * What a dry run shows: the request that it would make, and its first rows.
 *
 * @param anomalies the rows, the first of them kept
 * @param stream where they would be sent
 */
record DryRunPreview(RankedAnomalies anomalies, LogAnalyticsStream stream) {
  void print(PrintStream out) {
    out.println("dry run, nothing is sent: POST " + stream.address());
    anomalies.ranked().forEach(anomaly -> out.println(AnomalyJson.write(anomaly)));
    long more = anomalies.total() - anomalies.ranked().size();
    if (more > 0) {
      out.printf(Locale.ROOT, "... and %,d more%n", more);
    }
    out.println();
  }
}
