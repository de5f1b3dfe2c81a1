package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.ResultFileNames;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes anomalies as NDJSON, a file for each tenant that has any: {@code anomalies-TENANT.ndjson},
 * the most anomalous first. The same anomalies give the same files on every runner.
 *
 * <p>The anomalies of one tenant are sorted in memory.
 */
public final class WriteAnomalies
    extends PTransform<PCollection<Anomaly>, PCollection<WrittenFile>> {
  /** Names of the files that are written. */
  public static final String FILES = "anomalies-*.ndjson";

  private static final Comparator<Anomaly> MOST_ANOMALOUS_FIRST =
      Comparator.comparingDouble(Anomaly::predictedScore)
          .reversed()
          .thenComparing(Anomaly::actor)
          .thenComparing(Anomaly::resource);

  private final String folder;

  private WriteAnomalies(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteAnomalies to(String folder) {
    return new WriteAnomalies(folder);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<Anomaly> anomalies) {
    return anomalies
        .apply("Key by tenant", WithKeys.of(Anomaly::tenant).withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), AnomalyCoder.of()))
        .apply("Gather each tenant", GroupByKey.create())
        .apply("Write file", ParDo.of(new WriteTenantFn(folder)))
        .setCoder(WrittenFile.CODER);
  }

  /**
   * Writes the file of one tenant; one of that name is replaced.
   *
   * @param folder that holds it
   * @param anomalies of the tenant, in any order
   * @throws IOException if it cannot be written
   */
  public static WrittenFile write(String folder, String tenant, List<Anomaly> anomalies)
      throws IOException {
    List<Anomaly> sorted = anomalies.stream().sorted(MOST_ANOMALOUS_FIRST).toList();
    return OutputFiles.write(
        folder,
        nameOf(tenant),
        out -> {
          for (Anomaly anomaly : sorted) {
            out.write(AnomalyJson.write(anomaly).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          }
        });
  }

  /** Name of the file of a tenant. */
  public static String nameOf(String tenant) {
    return FILES.replace("*", ResultFileNames.partOf(tenant));
  }

  private static final class WriteTenantFn
      extends DoFn<KV<String, Iterable<Anomaly>>, WrittenFile> {
    private final PhaseTime writing = PhaseTime.of(PhaseTime.WRITE);
    private final String folder;

    WriteTenantFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Anomaly>> tenant, OutputReceiver<WrittenFile> receiver)
        throws IOException {
      writing.atWork();
      List<Anomaly> anomalies = new ArrayList<>();
      tenant.getValue().forEach(anomalies::add);
      receiver.output(write(folder, tenant.getKey(), anomalies));
      writing.atWork();
    }
  }
}
