package dev.byoml.transforms.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.InstantCoder;
import dev.byoml.transforms.source.TimeRange;
import java.time.Instant;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Tells when the scored window ends: where its range says so, or else at the latest access within
 * it; at the start of 1970 when there is none.
 */
final class EndOfWindow
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollectionView<Instant>> {
  private final TimeRange range;

  private EndOfWindow(TimeRange range) {
    this.range = requireNonNull(range, "range");
  }

  static EndOfWindow of(TimeRange range) {
    return new EndOfWindow(range);
  }

  @Override
  public PCollectionView<Instant> expand(PCollection<KV<AccessKey, AccessSummary>> summaries) {
    if (range.to() != null) {
      return summaries
          .getPipeline()
          .apply("As the range says", Create.of(range.to()).withCoder(InstantCoder.of()))
          .apply("As a view", View.asSingleton());
    }
    return summaries
        .apply("Last accesses", ParDo.of(new LastAccessFn()))
        .setCoder(InstantCoder.of())
        .apply("Latest", Combine.globally(new LaterOf()).asSingletonView());
  }

  private static final class LastAccessFn extends DoFn<KV<AccessKey, AccessSummary>, Instant> {
    @ProcessElement
    public void process(
        @Element KV<AccessKey, AccessSummary> summary, OutputReceiver<Instant> receiver) {
      receiver.output(summary.getValue().totals().last());
    }
  }

  private static final class LaterOf extends Combine.BinaryCombineFn<Instant> {
    @Override
    public Instant apply(Instant left, Instant right) {
      return left.isAfter(right) ? left : right;
    }

    @Override
    public Instant identity() {
      return Instant.EPOCH;
    }
  }
}
