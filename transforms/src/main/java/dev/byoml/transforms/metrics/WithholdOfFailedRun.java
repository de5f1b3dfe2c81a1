package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Gives results on when it is known what became of the lines, and none of a run that has failed:
 * what was sent cannot be taken back.
 *
 * @param <T> what results are
 */
public final class WithholdOfFailedRun<T> extends PTransform<PCollection<T>, PCollection<T>> {
  private final RunTrust trust;
  private final PCollection<KV<String, Long>> lines;

  private WithholdOfFailedRun(RunTrust trust, PCollection<KV<String, Long>> lines) {
    this.trust = requireNonNull(trust, "trust");
    this.lines = requireNonNull(lines, "lines");
  }

  /**
   * Withholds by these rules.
   *
   * @param trust the rules
   * @param lines what became of the lines, each name once
   */
  public static <T> WithholdOfFailedRun<T> by(RunTrust trust, PCollection<KV<String, Long>> lines) {
    return new WithholdOfFailedRun<>(trust, lines);
  }

  @Override
  public PCollection<T> expand(PCollection<T> results) {
    PCollectionView<Map<String, Long>> numbers = lines.apply("Lines", View.asMap());
    return results
        .apply("Withhold", ParDo.of(new WithholdFn<T>(trust, numbers)).withSideInputs(numbers))
        .setCoder(results.getCoder());
  }

  private static final class WithholdFn<T> extends DoFn<T, T> {
    private static final long serialVersionUID = 1L;

    private final RunTrust trust;
    private final PCollectionView<Map<String, Long>> numbers;

    WithholdFn(RunTrust trust, PCollectionView<Map<String, Long>> numbers) {
      this.trust = trust;
      this.numbers = numbers;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      if (trust.failure(context.sideInput(numbers)).isEmpty()) {
        context.output(context.element());
      }
    }
  }
}
