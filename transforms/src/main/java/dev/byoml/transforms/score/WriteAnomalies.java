package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.transforms.beam.GroupTenants;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.ResultFileNames;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes results as NDJSON, a file for each tenant that has any: {@code anomalies-TENANT.ndjson},
 * or {@code ordinary-TENANT.ndjson} for what is new but ordinary, the most anomalous first. The
 * same results give the same files on every runner.
 *
 * <p>The anomalies of one tenant are sorted in memory.
 */
public final class WriteAnomalies
    extends PTransform<PCollection<Anomaly>, PCollection<WrittenFile>> {
  /** Names of the files of anomalies. */
  public static final String FILES = "anomalies-*.ndjson";

  /** Names of the files of what is new but ordinary. */
  public static final String ORDINARY_FILES = "ordinary-*.ndjson";

  private static final Comparator<Anomaly> MOST_ANOMALOUS_FIRST =
      Comparator.comparingDouble(Anomaly::predictedScore)
          .reversed()
          .thenComparing(Anomaly::actor)
          .thenComparing(Anomaly::resource);

  private final String folder;
  private final String names;

  private WriteAnomalies(String folder, String names) {
    this.folder = requireNonNull(folder, "folder");
    this.names = requireNonNull(names, "names");
  }

  /** Writes anomalies to {@code folder}, on any of Beam's file systems. */
  public static WriteAnomalies to(String folder) {
    return new WriteAnomalies(folder, FILES);
  }

  /** Writes what is new but ordinary to {@code folder}. */
  public static WriteAnomalies ordinaryTo(String folder) {
    return new WriteAnomalies(folder, ORDINARY_FILES);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<Anomaly> anomalies) {
    return anomalies
        .apply("Key by tenant", WithKeys.of(Anomaly::tenant).withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), AnomalyCoder.of()))
        .apply("Gather each tenant", GroupTenants.together())
        .apply("Write file", ParDo.of(new WriteTenantFn(folder, names)))
        .setCoder(WrittenFile.CODER);
  }

  /**
   * Writes one of the files of a tenant, {@link #FILES} or {@link #ORDINARY_FILES}, or deletes it
   * where there is nothing to write.
   *
   * @return what was written, if anything was
   * @throws IOException if it cannot be written or deleted
   */
  public static Optional<WrittenFile> replace(
      String folder, String names, String tenant, List<Anomaly> anomalies) throws IOException {
    if (anomalies.isEmpty()) {
      OutputFiles.delete(
          OutputFiles.in(folder, names.replace("*", ResultFileNames.partOf(tenant))));
      return Optional.empty();
    }
    return Optional.of(write(folder, names, tenant, anomalies));
  }

  private static WrittenFile write(
      String folder, String names, String tenant, List<Anomaly> anomalies) throws IOException {
    List<Anomaly> sorted = anomalies.stream().sorted(MOST_ANOMALOUS_FIRST).toList();
    return OutputFiles.write(
        folder,
        names.replace("*", ResultFileNames.partOf(tenant)),
        out -> {
          for (Anomaly anomaly : sorted) {
            out.write(AnomalyJson.write(anomaly).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          }
        });
  }

  private static final class WriteTenantFn
      extends DoFn<KV<String, Iterable<Anomaly>>, WrittenFile> {
    private final PhaseTime writing = PhaseTime.of(PhaseTime.WRITE);
    private final String folder;
    private final String names;

    WriteTenantFn(String folder, String names) {
      this.folder = folder;
      this.names = names;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<Anomaly>> tenant, OutputReceiver<WrittenFile> receiver)
        throws IOException {
      writing.atWork();
      List<Anomaly> anomalies = new ArrayList<>();
      tenant.getValue().forEach(anomalies::add);
      receiver.output(write(folder, names, tenant.getKey(), anomalies));
      writing.atWork();
    }
  }
}
