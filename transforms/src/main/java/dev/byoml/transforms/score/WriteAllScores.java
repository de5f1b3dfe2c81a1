package dev.byoml.transforms.score;

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
 * Writes every score as tab-separated lines {@code tenant user resource score reason} without a
 * header, some files for each tenant: {@code scores-TENANT-NN.tsv}. A tab or line break within a
 * name becomes a space.
 */
public final class WriteAllScores
    extends PTransform<PCollection<ScoredSummary>, PCollection<WrittenFile>> {
  /** Names of the files that are written. */
  public static final String FILES = "scores-*.tsv";

  /** A tenant's scores are spread over so many files, so that one file's lines fit into memory. */
  private static final int FILES_OF_A_TENANT = 16;

  private final String folder;

  private WriteAllScores(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteAllScores to(String folder) {
    return new WriteAllScores(folder);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<ScoredSummary> scored) {
    return scored
        .apply("As lines", ParDo.of(new LineFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("Write files", WriteLines.to(folder));
  }

  private static final class LineFn extends DoFn<ScoredSummary, KV<String, String>> {
    @ProcessElement
    public void process(
        @Element ScoredSummary summary, OutputReceiver<KV<String, String>> receiver) {
      AccessKey key = summary.key();
      int shard = Math.floorMod(key.user().hashCode(), FILES_OF_A_TENANT);
      String part = "%s-%02d".formatted(ResultFileNames.partOf(key.tenant()), shard);
      String line =
          String.join(
              "\t",
              plain(key.tenant()),
              plain(key.user()),
              plain(key.resource()),
              Double.toString(summary.scored().score()),
              summary.scored().reason().label());
      receiver.output(KV.of(FILES.replace("*", part), line));
    }

    private static String plain(String text) {
      return text.replace('\t', ' ').replace('\n', ' ').replace('\r', ' ');
    }
  }
}
