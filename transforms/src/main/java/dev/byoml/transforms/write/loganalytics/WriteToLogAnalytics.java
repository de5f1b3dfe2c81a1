package dev.byoml.transforms.write.loganalytics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.azure.AzureSignIn;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.time.Duration;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * Sends rows to a Log Analytics table through the Logs Ingestion API. A row is a JSON object as
 * text, with the columns that the stream declares as its fields.
 *
 * <p>Output {@link #UNWRITTEN} has every row that was not written, with the reason; nothing is
 * thrown for it. Output {@link #NUMBERS} has the numbers that {@link SendNumbers} names; the
 * runner's metrics have the same as counters {@code ingestion/…}, and the latency of requests as a
 * distribution.
 *
 * <p>Every row is sent at least once or is in {@link #UNWRITTEN}. A row is sent twice where an
 * answer was lost or a runner repeats a bundle; the service keeps both, so a row should have a
 * column by which repeats are folded ({@code RecordId} of results).
 *
 * <p>Rows are packed into requests of almost 1 MB. At most {@linkplain #withParallelism so many}
 * requests are made at the same time. What passes (408, 429, 5xx, no answer) is tried again with
 * growing pauses, at least as long as the service asks, within {@linkplain #withDeadline a
 * deadline}; a refusal (400, 401, 403, 404) is final. Each worker signs in by {@link AzureSignIn}.
 *
 * <p>For input in the global window. Rows without end are sent in batches of at most {@value
 * GatherRows#MOST_ROWS} or of what has come within a second; while they cannot be sent, no more are
 * taken.
 */
public final class WriteToLogAnalytics extends PTransform<PCollection<String>, PCollectionTuple> {
  /** Rows that were not written. */
  public static final TupleTag<UnwrittenRow> UNWRITTEN = new TupleTag<>("unwritten") {};

  /** What became of the rows, in numbers. */
  public static final TupleTag<KV<String, Long>> NUMBERS = new TupleTag<>("numbers") {};

  private final LogAnalyticsStream stream;
  private final SendSettings settings;

  private WriteToLogAnalytics(LogAnalyticsStream stream, SendSettings settings) {
    this.stream = requireNonNull(stream, "stream");
    this.settings = requireNonNull(settings, "settings");
  }

  /** Writes to {@code stream}: four requests at a time, each batch within five minutes. */
  public static WriteToLogAnalytics to(LogAnalyticsStream stream) {
    return new WriteToLogAnalytics(stream, SendSettings.DEFAULT);
  }

  /**
   * Makes at most so many requests at the same time.
   *
   * @param requests 1 or more
   */
  public WriteToLogAnalytics withParallelism(int requests) {
    return new WriteToLogAnalytics(stream, settings.withParallelism(requests));
  }

  /**
   * Tries each batch that long.
   *
   * @param deadline positive
   */
  public WriteToLogAnalytics withDeadline(Duration deadline) {
    return new WriteToLogAnalytics(stream, settings.withDeadline(deadline));
  }

  /**
   * Takes tokens from elsewhere than {@link AzureSignIn}.
   *
   * @param credential makes a credential on each worker
   */
  public WriteToLogAnalytics withCredential(CredentialSupplier credential) {
    return new WriteToLogAnalytics(stream, settings.withCredential(credential));
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    builder
        .add(DisplayData.item("endpoint", stream.endpoint()))
        .add(DisplayData.item("dataCollectionRuleId", stream.ruleId()))
        .add(DisplayData.item("streamName", stream.streamName()));
  }

  @Override
  public PCollectionTuple expand(PCollection<String> rows) {
    int shards = settings.parallelism();
    PCollectionTuple sent =
        rows.apply(
                "Spread over requests",
                WithKeys.of((String row) -> Math.floorMod(row.hashCode(), shards))
                    .withKeyType(TypeDescriptors.integers()))
            .setCoder(KvCoder.of(VarIntCoder.of(), StringUtf8Coder.of()))
            .apply("Gather for requests", GatherRows.forRequests())
            .apply(
                "Send",
                ParDo.of(new SendFn(stream, settings))
                    .withOutputTags(UNWRITTEN, TupleTagList.of(NUMBERS)));
    sent.get(UNWRITTEN).setCoder(UnwrittenRow.CODER);
    KvCoder<String, Long> numberCoder = KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    PCollection<KV<String, Long>> numbers = sent.get(NUMBERS).setCoder(numberCoder);
    return PCollectionTuple.of(UNWRITTEN, sent.get(UNWRITTEN))
        .and(NUMBERS, rows.isBounded() == IsBounded.BOUNDED ? withZeros(numbers) : numbers);
  }

  /** So that the numbers are there also when there was no row. */
  private static PCollection<KV<String, Long>> withZeros(PCollection<KV<String, Long>> numbers) {
    PCollection<KV<String, Long>> zeros =
        numbers
            .getPipeline()
            .apply(
                "Numbers at the start",
                Create.of(
                        new SendNumbers()
                            .values().entrySet().stream()
                                .map(e -> KV.of(e.getKey(), e.getValue()))
                                .toList())
                    .withCoder(numbers.getCoder()));
    return PCollectionList.of(zeros).and(numbers).apply("All numbers", Flatten.pCollections());
  }
}
