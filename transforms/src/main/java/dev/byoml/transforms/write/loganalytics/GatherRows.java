package dev.byoml.transforms.write.loganalytics;

import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.GroupIntoBatches;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.joda.time.Duration;

/**
 * Gathers rows by shard: all of them where their number is bounded, or else batches by number and
 * time. Nothing is dropped for being late, as a window would.
 */
final class GatherRows
    extends PTransform<
        PCollection<KV<Integer, String>>, PCollection<KV<Integer, Iterable<String>>>> {
  /** Rows in a batch: a few requests of the largest size. */
  static final int MOST_ROWS = 2_000;

  private static final long serialVersionUID = 1L;

  private final Duration pause;

  private GatherRows(Duration pause) {
    this.pause = pause;
  }

  /** For requests, which should not wait. */
  static GatherRows forRequests() {
    return new GatherRows(Duration.standardSeconds(1));
  }

  /** For files, which should not be many. */
  static GatherRows forFiles() {
    return new GatherRows(Duration.standardSeconds(10));
  }

  @Override
  public PCollection<KV<Integer, Iterable<String>>> expand(PCollection<KV<Integer, String>> rows) {
    return rows.isBounded() == IsBounded.BOUNDED
        ? rows.apply("Gather all", GroupByKey.create())
        : rows.apply(
            "Gather batches",
            GroupIntoBatches.<Integer, String>ofSize(MOST_ROWS).withMaxBufferingDuration(pause));
  }
}
