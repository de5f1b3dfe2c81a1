package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.parse.FilterReason;
import dev.byoml.transforms.parse.LineCounts;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Tells what became of every input line, as named numbers: {@code read}, {@code used}, {@code
 * filtered}, {@code rejected}, and {@code filteredByReason.…} and {@code rejectedByReason.…} for
 * each reason. {@code read = used + filtered + rejected}. Files that are left out by their names
 * are {@code filesLeftOut.…}, by path.
 *
 * <p>The numbers are data, not only metrics of a runner, so they are exact also where a runner
 * repeats a bundle. Rows that repeat another are known only after the summaries are made: they move
 * from used to filtered.
 */
public final class LineMetrics
    extends PTransform<PCollection<LineCounts>, PCollection<KV<String, Long>>> {
  /** What the numbers of files begin with that are left out by their names. */
  public static final String FILES_LEFT_OUT = "filesLeftOut";

  private static final String FILTERED = "filteredByReason.";
  private static final String REJECTED = "rejectedByReason.";

  private final PCollection<Long> duplicates;

  /** Null if they are counted as filtered already. */
  private LineMetrics(PCollection<Long> duplicates) {
    this.duplicates = duplicates;
  }

  /** Tells of lines of which so many, all elements together, were repetitions of others. */
  public static LineMetrics withDuplicates(PCollection<Long> duplicates) {
    return new LineMetrics(requireNonNull(duplicates, "duplicates"));
  }

  /** Tells of lines of which the repetitions are counted as filtered already. */
  public static LineMetrics ofAll() {
    return new LineMetrics(null);
  }

  @Override
  public PCollection<KV<String, Long>> expand(PCollection<LineCounts> counts) {
    PCollection<LineCounts> all =
        counts
            .apply("Add up bundles", Combine.globally(LineCounts.sum()))
            .setCoder(LineCounts.CODER);
    return (duplicates == null
            ? all.apply("Name the numbers", ParDo.of(new NameFn(null)))
            : named(all))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));
  }

  private PCollection<KV<String, Long>> named(PCollection<LineCounts> all) {
    PCollectionView<Long> sum =
        duplicates.apply("Count duplicates", Combine.globally(Sum.ofLongs()).asSingletonView());
    return all.apply("Name the numbers", ParDo.of(new NameFn(sum)).withSideInputs(sum));
  }

  /**
   * Names the numbers of some lines.
   *
   * @param numbers gets each by its name
   */
  public static void name(LineCounts counts, BiConsumer<String, Long> numbers) {
    numbers.accept("read", counts.read());
    numbers.accept("used", counts.used());
    numbers.accept("filtered", counts.filtered());
    numbers.accept("rejected", counts.rejected());
    counts.filteredByReason().forEach((reason, n) -> numbers.accept(FILTERED + reason, n));
    counts.rejectedByReason().forEach((reason, n) -> numbers.accept(REJECTED + reason, n));
    counts.filesLeftOut().forEach((file, n) -> numbers.accept(FILES_LEFT_OUT + "." + file, n));
  }

  /**
   * Names the numbers that change when lines that were counted as used turn out to repeat others.
   *
   * @param numbers gets how much each changes by its name
   */
  public static void nameDuplicates(long duplicates, BiConsumer<String, Long> numbers) {
    numbers.accept("used", -duplicates);
    numbers.accept("filtered", duplicates);
    numbers.accept(FILTERED + FilterReason.DUPLICATE, duplicates);
  }

  private static final class NameFn extends DoFn<LineCounts, KV<String, Long>> {
    private final PCollectionView<Long> duplicates;

    NameFn(PCollectionView<Long> duplicates) {
      this.duplicates = duplicates;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long repeated = duplicates == null ? 0 : context.sideInput(duplicates);
      LineCounts counts = context.element().withDuplicates(repeated);
      name(counts, (name, lines) -> context.output(KV.of(name, lines)));
    }
  }
}
