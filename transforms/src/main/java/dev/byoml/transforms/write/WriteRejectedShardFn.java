package dev.byoml.transforms.write;

import dev.byoml.transforms.parse.RejectedLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Locale;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Writes the rejected lines of one shard to its file, or deletes the file if there are none. */
final class WriteRejectedShardFn extends DoFn<KV<Integer, CoGbkResult>, WrittenFile> {
  static final TupleTag<Integer> SHARD = new TupleTag<>("shard") {};
  static final TupleTag<RejectedLine> LINES = new TupleTag<>("lines") {};

  private final String folder;

  WriteRejectedShardFn(String folder) {
    this.folder = folder;
  }

  @ProcessElement
  public void write(@Element KV<Integer, CoGbkResult> shard, OutputReceiver<WrittenFile> receiver)
      throws IOException {
    String name = name(shard.getKey());
    // Gone through once only: Flink does not gather what is too many to hold a second time.
    Iterator<RejectedLine> lines = shard.getValue().getAll(LINES).iterator();
    if (!lines.hasNext()) {
      OutputFiles.delete(OutputFiles.in(folder, name));
      return;
    }
    receiver.output(
        OutputFiles.write(
            folder,
            name,
            out -> {
              while (lines.hasNext()) {
                out.write(lines.next().toJson().getBytes(StandardCharsets.UTF_8));
                out.write('\n');
              }
            }));
  }

  private static String name(int shard) {
    return String.format(
        Locale.ROOT, "rejected-%05d-of-%05d.ndjson", shard, WriteRejectedLines.SHARDS);
  }
}
