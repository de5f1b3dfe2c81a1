package dev.byoml.transforms.access;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.write.ResultFileNames;
import dev.byoml.transforms.write.WriteLines;
import dev.byoml.transforms.write.WrittenFile;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes who touched what as tab-separated lines {@code tenant user resource} without a header,
 * some files for each tenant: {@code accesses-TENANT-NN.tsv}. An access with a tab or line break in
 * a name is left out.
 */
public final class WriteAccesses
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollection<WrittenFile>> {
  /** Names of the files that are written. */
  public static final String FILES = "accesses-*.tsv";

  private static final int FILES_OF_A_TENANT = 16;

  private final String folder;

  private WriteAccesses(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteAccesses to(String folder) {
    return new WriteAccesses(folder);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<KV<AccessKey, AccessSummary>> accesses) {
    return accesses
        .apply("As lines", ParDo.of(new LineFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("Write files", WriteLines.to(folder));
  }

  private static final class LineFn extends DoFn<KV<AccessKey, AccessSummary>, KV<String, String>> {
    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> access, OutputReceiver<KV<String, String>> receiver) {
      AccessKey key = access.getKey();
      if (isPlain(key.tenant()) && isPlain(key.user()) && isPlain(key.resource())) {
        int shard = Math.floorMod(key.user().hashCode(), FILES_OF_A_TENANT);
        String part = "%s-%02d".formatted(ResultFileNames.partOf(key.tenant()), shard);
        receiver.output(
            KV.of(
                FILES.replace("*", part),
                String.join("\t", key.tenant(), key.user(), key.resource())));
      }
    }

    private static boolean isPlain(String text) {
      return text.chars().noneMatch(c -> c == '\t' || c == '\n' || c == '\r');
    }
  }
}
