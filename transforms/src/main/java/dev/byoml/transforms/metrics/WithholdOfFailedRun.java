package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.result.Anomaly;
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
 */
public final class WithholdOfFailedRun
    extends PTransform<PCollection<Anomaly>, PCollection<Anomaly>> {
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
  public static WithholdOfFailedRun by(RunTrust trust, PCollection<KV<String, Long>> lines) {
    return new WithholdOfFailedRun(trust, lines);
  }

  @Override
  public PCollection<Anomaly> expand(PCollection<Anomaly> anomalies) {
    PCollectionView<Map<String, Long>> numbers = lines.apply("Lines", View.asMap());
    return anomalies
        .apply("Withhold", ParDo.of(new WithholdFn(trust, numbers)).withSideInputs(numbers))
        .setCoder(anomalies.getCoder());
  }

  private static final class WithholdFn extends DoFn<Anomaly, Anomaly> {
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
