package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.parse.RejectedLine;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Writes rejected lines to a folder, as files with one JSON object a line: {@code
 * rejected-00000-of-00008.ndjson} and so on, each under its final name. A file for which there is
 * no line is not written, and one that an earlier run left is deleted; so a repeated run leaves
 * what it found and nothing else. The order of the lines is not fixed.
 *
 * <p>For bounded input in the global window.
 */
public final class WriteRejectedLines
    extends PTransform<PCollection<RejectedLine>, PCollection<WrittenFile>> {

  /** Name of the folder for them beside a run's other files. */
  public static final String FOLDER = "rejected";

  /** Names of the files that are written. */
  public static final String FILES = "rejected-*.ndjson";

  /** Number of files over which lines are spread. */
  static final int SHARDS = 8;

  private final String folder;

  private WriteRejectedLines(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems; it need not exist. */
  public static WriteRejectedLines to(String folder) {
    return new WriteRejectedLines(folder);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<RejectedLine> lines) {
    PCollection<KV<Integer, Integer>> shards =
        lines
            .getPipeline()
            .apply("All shards", Create.of(IntStream.range(0, SHARDS).boxed().toList()))
            .apply(
                "Key shards",
                WithKeys.<Integer, Integer>of(shard -> shard)
                    .withKeyType(TypeDescriptors.integers()));
    PCollection<KV<Integer, RejectedLine>> linesByShard =
        lines
            .apply(
                "Spread over shards",
                WithKeys.<Integer, RejectedLine>of(WriteRejectedLines::shard)
                    .withKeyType(TypeDescriptors.integers()))
            .setCoder(KvCoder.of(VarIntCoder.of(), RejectedLine.CODER));
    return KeyedPCollectionTuple.of(WriteRejectedShardFn.SHARD, shards)
        .and(WriteRejectedShardFn.LINES, linesByShard)
        .apply("Gather shards", CoGroupByKey.create())
        .apply("Write shards", ParDo.of(new WriteRejectedShardFn(folder)))
        .setCoder(WrittenFile.CODER);
  }

  private static int shard(RejectedLine line) {
    return Math.floorMod(31 * line.source().hashCode() + Long.hashCode(line.position()), SHARDS);
  }
}
