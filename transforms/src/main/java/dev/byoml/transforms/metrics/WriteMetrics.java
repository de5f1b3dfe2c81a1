package dev.byoml.transforms.metrics;

import static java.util.Objects.requireNonNull;

import dev.byoml.transforms.write.OutputFiles;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.coders.BooleanCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.MapCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.TimeDomain;
import org.apache.beam.sdk.state.Timer;
import org.apache.beam.sdk.state.TimerSpec;
import org.apache.beam.sdk.state.TimerSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.joda.time.Duration;

/**
 * Writes the numbers of a run to {@code metrics.json} in a folder. Numbers of the same name are
 * added up; the file is written also when there is none. Of numbers without end it is written every
 * few seconds, with all that came until then.
 */
public final class WriteMetrics
    extends PTransform<PCollection<KV<String, Long>>, PCollection<WrittenFile>> {
  /** A time in milliseconds since 1970, of which the latest counts; the others are added up. */
  public static final String WATERMARK = "watermark";

  private static final Duration PAUSE = Duration.standardSeconds(2);

  private final String folder;

  private WriteMetrics(String folder) {
    this.folder = requireNonNull(folder, "folder");
  }

  /** Writes to {@code folder}, on any of Beam's file systems. */
  public static WriteMetrics to(String folder) {
    return new WriteMetrics(folder);
  }

  /** Makes the file, and says so. */
  @Override
  public PCollection<WrittenFile> expand(PCollection<KV<String, Long>> numbers) {
    return numbers.isBounded() == IsBounded.BOUNDED ? writeOnce(numbers) : writeAgain(numbers);
  }

  private PCollection<WrittenFile> writeAgain(PCollection<KV<String, Long>> numbers) {
    return numbers
        .apply(
            "In one place",
            WithKeys.<Integer, KV<String, Long>>of(0).withKeyType(TypeDescriptors.integers()))
        .setCoder(KvCoder.of(VarIntCoder.of(), KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())))
        .apply("Write metrics.json again", ParDo.of(new WriteAgainFn(folder)))
        .setCoder(WrittenFile.CODER);
  }

  private PCollection<WrittenFile> writeOnce(PCollection<KV<String, Long>> numbers) {
    PCollectionView<Map<String, Long>> totals =
        numbers.apply("Add up", Sum.longsPerKey()).apply("As a map", View.asMap());
    return numbers
        .getPipeline()
        .apply("Once", Create.of(RunMetrics.FILE))
        .apply("Write metrics.json", ParDo.of(new WriteFn(folder, totals)).withSideInputs(totals))
        .setCoder(WrittenFile.CODER);
  }

  private static final class WriteFn extends DoFn<String, WrittenFile> {
    private final String folder;
    private final PCollectionView<Map<String, Long>> totals;

    WriteFn(String folder, PCollectionView<Map<String, Long>> totals) {
      this.folder = folder;
      this.totals = totals;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      RunMetrics metrics = RunMetrics.of(context.sideInput(totals));
      byte[] json = metrics.toJson().getBytes(StandardCharsets.UTF_8);
      context.output(OutputFiles.write(folder, context.element(), out -> out.write(json)));
    }
  }

  private static final class WriteAgainFn extends DoFn<KV<Integer, KV<String, Long>>, WrittenFile> {
    private static final long serialVersionUID = 1L;

    @StateId("totals")
    private final StateSpec<ValueState<Map<String, Long>>> totals =
        StateSpecs.value(MapCoder.of(StringUtf8Coder.of(), VarLongCoder.of()));

    @StateId("due")
    private final StateSpec<ValueState<Boolean>> due = StateSpecs.value(BooleanCoder.of());

    @TimerId("write")
    private final TimerSpec write = TimerSpecs.timer(TimeDomain.PROCESSING_TIME);

    private final String folder;

    WriteAgainFn(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void add(
        @Element KV<Integer, KV<String, Long>> number,
        @StateId("totals") ValueState<Map<String, Long>> totals,
        @StateId("due") ValueState<Boolean> due,
        @TimerId("write") Timer write) {
      Map<String, Long> sums =
          totals.read() == null ? new HashMap<>() : new HashMap<>(totals.read());
      String name = number.getValue().getKey();
      sums.merge(
          name, number.getValue().getValue(), name.equals(WATERMARK) ? Math::max : Long::sum);
      totals.write(sums);
      if (due.read() == null) {
        due.write(true);
        write.offset(PAUSE).setRelative();
      }
    }

    @OnTimer("write")
    public void write(
        @StateId("totals") ValueState<Map<String, Long>> totals,
        @StateId("due") ValueState<Boolean> due,
        OutputReceiver<WrittenFile> receiver)
        throws IOException {
      due.clear();
      byte[] json = RunMetrics.of(totals.read()).toJson().getBytes(StandardCharsets.UTF_8);
      receiver.output(OutputFiles.write(folder, RunMetrics.FILE, out -> out.write(json)));
    }
  }
}
