package dev.byoml.transforms.score;

import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.transforms.beam.AccessKeyCoder;
import dev.byoml.transforms.beam.AccessTotalsCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * Encodes a {@link ScoredSummary}: key, totals, score, percentile, the reason's label, and how many
 * accesses the score was judged by.
 */
public final class ScoredSummaryCoder extends AtomicCoder<ScoredSummary> {
  private static final ScoredSummaryCoder INSTANCE = new ScoredSummaryCoder();

  private ScoredSummaryCoder() {}

  /** The coder. */
  public static ScoredSummaryCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ScoredSummary value, OutputStream out) throws IOException {
    AccessKeyCoder.of().encode(value.key(), out);
    AccessTotalsCoder.of().encode(value.totals(), out);
    DoubleCoder.of().encode(value.scored().score(), out);
    DoubleCoder.of().encode(value.scored().percentile(), out);
    StringUtf8Coder.of().encode(value.scored().reason().label(), out);
    VarIntCoder.of().encode(value.scored().judgedBy(), out);
  }

  @Override
  public ScoredSummary decode(InputStream in) throws IOException {
    return new ScoredSummary(
        AccessKeyCoder.of().decode(in),
        AccessTotalsCoder.of().decode(in),
        new ScoredAccess(
            DoubleCoder.of().decode(in),
            DoubleCoder.of().decode(in),
            Reason.ofLabel(StringUtf8Coder.of().decode(in)),
            VarIntCoder.of().decode(in)));
  }
}
