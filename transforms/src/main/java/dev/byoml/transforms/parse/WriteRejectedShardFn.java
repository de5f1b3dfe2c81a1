package dev.byoml.transforms.parse;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.join.CoGbkResult;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.TupleTag;

/** Writes the rejected lines of one shard to its file, or deletes the file if there are none. */
final class WriteRejectedShardFn extends DoFn<KV<Integer, CoGbkResult>, Void> {
  static final TupleTag<Integer> SHARD = new TupleTag<>("shard") {};
  static final TupleTag<RejectedLine> LINES = new TupleTag<>("lines") {};

  private static final String MEDIA_TYPE = "application/x-ndjson";

  private final String folder;

  WriteRejectedShardFn(String folder) {
    this.folder = folder;
  }

  @ProcessElement
  public void write(@Element KV<Integer, CoGbkResult> shard) throws IOException {
    ResourceId file = file(shard.getKey());
    // Not every file system replaces a file that is there.
    FileSystems.delete(List.of(file), StandardMoveOptions.IGNORE_MISSING_FILES);
    Iterable<RejectedLine> lines = shard.getValue().getAll(LINES);
    if (lines.iterator().hasNext()) {
      write(lines, file);
    }
  }

  private ResourceId file(int shard) {
    String name =
        String.format(
            Locale.ROOT, "rejected-%05d-of-%05d.ndjson", shard, WriteRejectedLines.SHARDS);
    return FileSystems.matchNewResource(folder, true)
        .resolve(name, StandardResolveOptions.RESOLVE_FILE);
  }

  private static void write(Iterable<RejectedLine> lines, ResourceId file) throws IOException {
    try (Writer writer =
        new BufferedWriter(
            Channels.newWriter(FileSystems.create(file, MEDIA_TYPE), StandardCharsets.UTF_8))) {
      for (RejectedLine line : lines) {
        writer.write(line.toJson());
        writer.write('\n');
      }
    }
  }
}
