package dev.byoml.transforms.score;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.AccessSummary;
import dev.byoml.transforms.beam.InstantCoder;
import java.time.Instant;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * Tells when a scored window ends whose range does not say so: at the latest access within it; at
 * the start of 1970 when there is none.
 */
final class EndOfWindow
    extends PTransform<PCollection<KV<AccessKey, AccessSummary>>, PCollectionView<Instant>> {
  @Override
  public PCollectionView<Instant> expand(PCollection<KV<AccessKey, AccessSummary>> summaries) {
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
