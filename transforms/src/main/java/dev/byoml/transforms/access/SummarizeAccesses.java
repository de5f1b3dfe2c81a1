package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.coders.AccessKeyCoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Adds up the accesses of each (tenant, user, resource). Events with the same row identity count
 * once, however often and in whichever file they were delivered.
 *
 * <p>This is the one shuffle of events in a pipeline, and what is shuffled has been added up before
 * within each bundle. Accesses are spread by user over a fixed number of groups, and the accesses
 * of one group are held in the memory of one worker at a time: far cheaper than a group for each
 * access, above all on the DirectRunner, whose cost grows with the square of the number of keys.
 */
public final class SummarizeAccesses
    extends PTransform<PCollection<AccessEvent>, PCollection<KV<AccessKey, AccessSummary>>> {
  private static final int GROUPS = 32;

  private final int groups;

  private SummarizeAccesses(int groups) {
    this.groups = groups;
  }

  /** The transform, for all but the largest inputs. */
  public static SummarizeAccesses create() {
    return new SummarizeAccesses(GROUPS);
  }

  /**
   * The same with another number of groups.
   *
   * @param groups how many; the accesses of one must fit into a worker's memory, at about 300 bytes
   *     for each (tenant, user, resource) and 32 for each row with an identity
   * @throws IllegalArgumentException if it is below 1
   */
  public SummarizeAccesses withGroups(int groups) {
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, got " + groups);
    }
    return new SummarizeAccesses(groups);
  }

  @Override
  public PCollection<KV<AccessKey, AccessSummary>> expand(PCollection<AccessEvent> events) {
    return events
        .apply("Add up within bundles", ParDo.of(new AddUpFn(groups)))
        .setCoder(
            KvCoder.of(
                VarIntCoder.of(), KvCoder.of(AccessKeyCoder.of(), AccessAccumulatorCoder.of())))
        .apply("Group by user", GroupByKey.create())
        .apply("Add up bundles", ParDo.of(new MergeFn()))
        .setCoder(KvCoder.of(AccessKeyCoder.of(), AccessSummaryCoder.of()));
  }

  private static final class AddUpFn
      extends DoFn<AccessEvent, KV<Integer, KV<AccessKey, AccessAccumulator>>> {
    /** Bounds the memory of a bundle; what is flushed early is merged later all the same. */
    private static final int MOST_EVENTS_HELD = 100_000;

    private final int groups;
    private transient Map<AccessKey, AccessAccumulator> held;
    private transient int eventsHeld;

    AddUpFn(int groups) {
      this.groups = groups;
    }

    @StartBundle
    public void startBundle() {
      held = new HashMap<>();
      eventsHeld = 0;
    }

    @ProcessElement
    public void process(
        @Element AccessEvent event,
        OutputReceiver<KV<Integer, KV<AccessKey, AccessAccumulator>>> receiver) {
      held.computeIfAbsent(event.key(), key -> new AccessAccumulator()).add(event);
      eventsHeld++;
      if (eventsHeld == MOST_EVENTS_HELD) {
        held.forEach((key, accesses) -> receiver.output(keyed(key, accesses)));
        startBundle();
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      held.forEach(
          (key, accesses) ->
              context.output(
                  keyed(key, accesses),
                  GlobalWindow.INSTANCE.maxTimestamp(),
                  GlobalWindow.INSTANCE));
      held = null;
    }

    private KV<Integer, KV<AccessKey, AccessAccumulator>> keyed(
        AccessKey key, AccessAccumulator accesses) {
      int hash = 31 * key.tenant().hashCode() + key.user().hashCode();
      return KV.of(Math.floorMod(hash, groups), KV.of(key, accesses.compact()));
    }
  }

  private static final class MergeFn
      extends DoFn<
          KV<Integer, Iterable<KV<AccessKey, AccessAccumulator>>>, KV<AccessKey, AccessSummary>> {
    @ProcessElement
    public void process(
        @Element KV<Integer, Iterable<KV<AccessKey, AccessAccumulator>>> group,
        OutputReceiver<KV<AccessKey, AccessSummary>> receiver) {
      Map<AccessKey, AccessAccumulator> merged = new HashMap<>();
      for (KV<AccessKey, AccessAccumulator> part : group.getValue()) {
        merged
            .computeIfAbsent(part.getKey(), key -> new AccessAccumulator())
            .merge(part.getValue());
      }
      merged.forEach((key, accesses) -> receiver.output(KV.of(key, accesses.summary())));
    }
  }
}
