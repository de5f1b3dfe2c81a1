package dev.byoml.transforms.write.loganalytics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Keeps rows that were not written in dead-letter files, for {@link DeadLetters} to send later. A
 * file's name is a digest of its rows, so no run replaces what another one left. Without rows no
 * file is made.
 *
 * <p>The rows of one file, an eighth of all, are sorted in memory.
 */
public final class WriteDeadLetters
    extends PTransform<PCollection<UnwrittenRow>, PCollection<Void>> {
  private static final int SHARDS = 8;

  private final String folder;

  private WriteDeadLetters(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems; it need not exist. */
  public static WriteDeadLetters to(String folder) {
    return new WriteDeadLetters(folder);
  }

  /** Makes the files. The result is empty. */
  @Override
  public PCollection<Void> expand(PCollection<UnwrittenRow> rows) {
    return rows.apply(
            "Spread over files",
            MapElements.into(
                    TypeDescriptors.kvs(TypeDescriptors.integers(), TypeDescriptors.strings()))
                .via(row -> KV.of(shard(row), row.row())))
        .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
        .apply("Gather files", GatherRows.forFiles())
        .apply("Write files", ParDo.of(new WriteFileFn(folder)))
        .setCoder(VoidCoder.of());
  }

  /** Rows that can never be written are in files of their own. */
  private static int shard(UnwrittenRow row) {
    return Math.floorMod(row.row().hashCode(), SHARDS) + (row.isHopeless() ? SHARDS : 0);
  }

  private static final class WriteFileFn extends DoFn<KV<Integer, Iterable<String>>, Void> {
    private static final long serialVersionUID = 1L;

    private final String folder;

    WriteFileFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<String>> file) throws IOException {
      List<String> rows = new ArrayList<>();
      file.getValue().forEach(rows::add);
      DeadLetters.write(folder, rows, file.getKey() >= SHARDS);
    }
  }
}
