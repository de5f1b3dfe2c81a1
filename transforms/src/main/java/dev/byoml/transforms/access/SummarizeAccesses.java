package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.coders.AccessEventCoder;
import dev.byoml.transforms.coders.AccessKeyCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Adds up the accesses of each (tenant, user, resource). Events with the same row identity count
 * once, however often and in whichever file they were delivered.
 *
 * <p>This is the one shuffle of events in a pipeline; the summaries are as many as there are
 * distinct (tenant, user, resource).
 */
public final class SummarizeAccesses
    extends PTransform<PCollection<AccessEvent>, PCollection<KV<AccessKey, AccessSummary>>> {
  private SummarizeAccesses() {}

  /** The transform. */
  public static SummarizeAccesses create() {
    return new SummarizeAccesses();
  }

  @Override
  public PCollection<KV<AccessKey, AccessSummary>> expand(PCollection<AccessEvent> events) {
    return events
        .apply(
            "Key by tenant, user, resource",
            WithKeys.of(AccessEvent::key).withKeyType(TypeDescriptor.of(AccessKey.class)))
        .setCoder(KvCoder.of(AccessKeyCoder.of(), AccessEventCoder.of()))
        .apply("Add up", Combine.perKey(new SummarizeFn()))
        .setCoder(KvCoder.of(AccessKeyCoder.of(), AccessSummaryCoder.of()));
  }

  private static final class SummarizeFn
      extends Combine.CombineFn<AccessEvent, AccessAccumulator, AccessSummary> {
    @Override
    public AccessAccumulator createAccumulator() {
      return new AccessAccumulator();
    }

    @Override
    public AccessAccumulator addInput(AccessAccumulator accumulator, AccessEvent event) {
      accumulator.add(event);
      return accumulator;
    }

    @Override
    public AccessAccumulator mergeAccumulators(Iterable<AccessAccumulator> accumulators) {
      AccessAccumulator merged = new AccessAccumulator();
      accumulators.forEach(merged::merge);
      return merged;
    }

    @Override
    public AccessSummary extractOutput(AccessAccumulator accumulator) {
      return accumulator.summary();
    }

    @Override
    public Coder<AccessAccumulator> getAccumulatorCoder(
        CoderRegistry registry, Coder<AccessEvent> inputCoder) {
      return AccessAccumulatorCoder.of();
    }

    @Override
    public Coder<AccessSummary> getDefaultOutputCoder(
        CoderRegistry registry, Coder<AccessEvent> inputCoder) {
      return AccessSummaryCoder.of();
    }
  }
}
