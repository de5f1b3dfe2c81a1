package dev.byoml.transforms.write;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.transforms.parse.RejectedLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.join.CoGroupByKey;
import org.apache.beam.sdk.transforms.join.KeyedPCollectionTuple;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Writes rejected lines to a folder, as files with one JSON object a line: {@code
 * rejected-00000-of-00008.ndjson} and so on, each under its final name. A file for which there is
 * no line is not written, and one that an earlier run left is deleted; so a repeated run leaves
 * what it found and nothing else. The order of the lines is not fixed.
 *
 * <p>For input in the global window. Lines without end are written to files of at most 10,000, or
 * of what has come within ten seconds, {@code rejected-DIGEST.ndjson} by a digest of their content.
 * A worker that is lost may write a line to two of these: source and position identify it.
 */
public final class WriteRejectedLines
    extends PTransform<PCollection<RejectedLine>, PCollection<WrittenFile>> {

  /** Name of the folder for them beside a run's other files. */
  public static final String FOLDER = "rejected";

  /** Names of the files that are written. */
  public static final String FILES = "rejected-*.ndjson";

  private static final int SHARDS_WITHOUT_END = 2;
  private static final int MOST_LINES = 10_000;
  private static final Duration LONGEST_WAIT = Duration.standardSeconds(10);
  private static final int DIGITS = 16;

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
    return lines.isBounded() == IsBounded.BOUNDED ? writeAll(lines) : writeBatches(lines);
  }

  /** Lines without end go to files that are named by their content. */
  private PCollection<WrittenFile> writeBatches(PCollection<RejectedLine> lines) {
    return lines
        .apply(
            "Spread over batches",
            WithKeys.<Integer, RejectedLine>of(line -> shard(line) % SHARDS_WITHOUT_END)
                .withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), RejectedLine.CODER))
        .apply(
            "Gather batches",
            GroupIntoBatches.<Integer, RejectedLine>ofSize(MOST_LINES)
                .withMaxBufferingDuration(LONGEST_WAIT))
        .apply("Write batches", ParDo.of(new WriteBatchFn(folder)))
        .setCoder(WrittenFile.CODER);
  }

  private PCollection<WrittenFile> writeAll(PCollection<RejectedLine> lines) {
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

  private static final class WriteBatchFn
      extends DoFn<KV<Integer, Iterable<RejectedLine>>, WrittenFile> {
    private static final long serialVersionUID = 1L;

    private final String folder;

    WriteBatchFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void write(
        @Element KV<Integer, Iterable<RejectedLine>> batch, OutputReceiver<WrittenFile> receiver)
        throws IOException {
      List<String> lines = new ArrayList<>();
      batch.getValue().forEach(line -> lines.add(line.toJson()));
      lines.sort(null);
      String digest = new ContentDigest().add(lines).toHex().substring(0, DIGITS);
      receiver.output(
          OutputFiles.write(
              folder,
              FILES.replace("*", digest),
              out -> {
                for (String line : lines) {
                  out.write(line.getBytes(StandardCharsets.UTF_8));
                  out.write('\n');
                }
              }));
    }
  }
}
