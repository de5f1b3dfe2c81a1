package dev.byoml.transforms.feedback;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.feedback.Verdicts;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Counts the verdicts that a run was given, as {@link Verdicts#counts()} names the numbers. */
public final class CountVerdicts extends PTransform<PBegin, PCollection<KV<String, Long>>> {
  private final Verdicts verdicts;

  private CountVerdicts(Verdicts verdicts) {
    this.verdicts = requireNonNull(verdicts, "verdicts");
  }

  /** Counts these verdicts; gives no numbers if there are no verdicts. */
  public static CountVerdicts of(Verdicts verdicts) {
    return new CountVerdicts(verdicts);
  }

  @Override
  public PCollection<KV<String, Long>> expand(PBegin begin) {
    KvCoder<String, Long> coder = KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
    boolean none = verdicts.counts().values().stream().allMatch(count -> count == 0);
    return none
        ? begin.apply("None", Create.empty(coder))
        : begin.apply(
            "Numbers",
            Create.of(
                    verdicts.counts().entrySet().stream()
                        .map(count -> KV.of(count.getKey(), count.getValue()))
                        .toList())
                .withCoder(coder));
  }
}
