package dev.byoml.transforms.write.loganalytics;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.transforms.write.OutputFiles;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Sends results to Log Analytics and keeps those that cannot be sent in {@value DeadLetters#FOLDER}
 * of a folder. Returns the numbers of {@link WriteToLogAnalytics#NUMBERS}.
 */
public final class SendAnomalies
    extends PTransform<PCollection<Anomaly>, PCollection<KV<String, Long>>> {
  private final WriteToLogAnalytics write;
  private final String folder;

  private SendAnomalies(WriteToLogAnalytics write, String folder) {
    this.write = requireNonNull(write, "write");
    this.folder = OutputFiles.in(requireNonNull(folder, "folder"), DeadLetters.FOLDER);
  }

  /**
   * Sends by {@code write}.
   *
   * @param folder the run's folder
   */
  public static SendAnomalies by(WriteToLogAnalytics write, String folder) {
    return new SendAnomalies(write, folder);
  }

  @Override
  public PCollection<KV<String, Long>> expand(PCollection<Anomaly> anomalies) {
    PCollectionTuple sent =
        anomalies
            .apply("Rows", MapElements.into(TypeDescriptors.strings()).via(AnomalyJson::write))
            .apply("Send", write);
    sent.get(WriteToLogAnalytics.UNWRITTEN).apply("Keep dead letters", WriteDeadLetters.to(folder));
    return sent.get(WriteToLogAnalytics.NUMBERS);
  }
}
