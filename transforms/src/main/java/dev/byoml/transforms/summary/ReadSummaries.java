package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.ModelJson;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.access.BundleSummarizer;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.access.SummaryPart;
import dev.byoml.transforms.beam.Packed;
import dev.byoml.transforms.beam.PhaseTime;
import dev.byoml.transforms.parse.LineCounts;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Reads windows of summaries and adds them up: accesses, packed, and the counts of lines that
 * {@link dev.byoml.transforms.access.ReadAccesses} gives for the events that the windows were made
 * of. Of rejected lines only the number is known; repetitions stand among the filtered lines
 * already.
 *
 * <p>Rows that were delivered twice count once as they do there, because the same row has the same
 * time, and so lies in the same window, within which it is recognised.
 */
public final class ReadSummaries extends PTransform<PBegin, PCollectionTuple> {
  // Bundles cost more than what is in them where that is little: on the DirectRunner each costs
  // milliseconds in every step. But a group is held in the memory of one worker.
  private static final int FEWEST_GROUPS = 8;
  private static final int MANY_GROUPS = 32;
  private static final long FEW_OF_A_GROUP = 40_000;
  private static final long MOST_OF_A_GROUP = 1_000_000;

  private final String folder;
  private final transient List<SummaryManifest> windows;

  private ReadSummaries(String folder, List<SummaryManifest> windows) {
    this.folder = requireNonNull(folder, "folder");
    this.windows = List.copyOf(windows);
  }

  /**
   * Reads windows of a folder.
   *
   * @param windows their manifests; no two overlap
   */
  public static ReadSummaries of(String folder, List<SummaryManifest> windows) {
    return new ReadSummaries(folder, windows);
  }

  /** Number of (tenant, user, resource) of all windows, those of several counted in each. */
  public long accesses() {
    return windows.stream().mapToLong(SummaryManifest::accesses).sum();
  }

  /** Over so many heaps files are spread, and over so many groups accesses. */
  private int groups() {
    long groups = Math.max(FEWEST_GROUPS, Math.min(MANY_GROUPS, accesses() / FEW_OF_A_GROUP));
    return Math.toIntExact(Math.max(groups, accesses() / MOST_OF_A_GROUP));
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    List<String> files =
        windows.stream().flatMap(window -> window.files().stream()).map(ModelJson::write).toList();
    PCollection<Packed<SummaryPart>> accesses =
        SummarizeAccesses.packed(
            begin
                .apply("Name files", Create.of(files).withCoder(StringUtf8Coder.of()))
                .apply(
                    "Spread over workers",
                    Reshuffle.<String>viaRandomKey().withNumBuckets(groups()))
                .apply("Read files", ParDo.of(new ReadFn(folder, groups()))));
    return PCollectionTuple.of(SummarizeAccesses.PACKED, accesses)
        .and(
            SummarizeAccesses.COUNTS,
            begin.apply(
                "Lines of windows",
                Create.of(windows.stream().map(ReadSummaries::lines).toList())
                    .withCoder(LineCounts.CODER)));
  }

  private static LineCounts lines(SummaryManifest window) {
    InputCounts counts = window.counts();
    return new LineCounts(counts.used(), counts.filteredByReason(), counts.rejectedByReason());
  }

  private static final class ReadFn extends DoFn<String, KV<Integer, Packed<SummaryPart>>> {
    private final PhaseTime reading = PhaseTime.of(PhaseTime.READ);
    private final BundleSummarizer summarizer;
    private final String folder;

    ReadFn(String folder, int groups) {
      this.folder = folder;
      this.summarizer = new BundleSummarizer(groups);
    }

    @StartBundle
    public void startBundle() {
      summarizer.start();
      reading.atWork();
    }

    @ProcessElement
    public void process(
        @Element String file, OutputReceiver<KV<Integer, Packed<SummaryPart>>> receiver)
        throws IOException {
      SummaryFolder.read(folder, ModelJson.read(file, ModelFile.class))
          .readAccesses(
              folder,
              access ->
                  summarizer.add(
                      0,
                      access.key(),
                      new AccessSummary(access.totals(), access.duplicates(), access.days()),
                      receiver::output));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      reading.atWork();
      summarizer.finish(
          part ->
              context.output(part, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE));
    }
  }
}
