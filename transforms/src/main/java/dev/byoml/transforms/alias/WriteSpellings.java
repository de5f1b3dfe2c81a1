package dev.byoml.transforms.alias;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.value.Spellings;
import dev.byoml.transforms.write.WriteLines;
import dev.byoml.transforms.write.WrittenFile;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes how users and hosts are spelt as tab-separated lines that {@link JoinedSpellings} reads:
 * kind, name, SID or nothing, number of accesses. A name with a tab or line break is left out.
 */
public final class WriteSpellings
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollection<WrittenFile>> {
  /** Names of the files that are written. */
  public static final String FILES = "spellings-*.tsv";

  private static final int SHARDS = 16;

  private final String folder;

  private WriteSpellings(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteSpellings to(String folder) {
    return new WriteSpellings(folder);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<KV<AccessKey, AccessSummary>> accesses) {
    return accesses
        .apply("Spellings", ParDo.of(new SpellingsFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Add up", Sum.longsPerKey())
        .apply("As lines", ParDo.of(new LineFn()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), StringUtf8Coder.of()))
        .apply("Write files", WriteLines.to(folder));
  }

  private static final class SpellingsFn
      extends DoFn<KV<AccessKey, AccessSummary>, KV<String, Long>> {
    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> access, OutputReceiver<KV<String, Long>> receiver) {
      AccessKey key = access.getKey();
      long count = access.getValue().totals().count();
      String sid = access.getValue().totals().entities().actorSid();
      output(JoinedSpellings.USER, key.user(), sid, count, receiver);
      Spellings.hostOf(key.resource())
          .ifPresent(host -> output(JoinedSpellings.HOST, host, "", count, receiver));
    }

    private static void output(
        String kind, String name, String sid, long count, OutputReceiver<KV<String, Long>> to) {
      String line = String.join("\t", kind, name, sid);
      if (line.chars().filter(c -> c == '\t').count() == 2
          && line.chars().noneMatch(c -> c == '\n' || c == '\r')) {
        to.output(KV.of(line, count));
      }
    }
  }

  private static final class LineFn extends DoFn<KV<String, Long>, KV<String, String>> {
    @ProcessElement
    public void process(
        @Element KV<String, Long> spelling, OutputReceiver<KV<String, String>> receiver) {
      int shard = Math.floorMod(spelling.getKey().hashCode(), SHARDS);
      receiver.output(
          KV.of(
              FILES.replace("*", "%02d".formatted(shard)),
              spelling.getKey() + "\t" + spelling.getValue()));
    }
  }
}
