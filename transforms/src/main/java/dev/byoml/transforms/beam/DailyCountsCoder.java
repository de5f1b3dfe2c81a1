package dev.byoml.transforms.beam;

import dev.byoml.model.access.DailyCounts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes {@link DailyCounts}: their number, then of each day its distance and its count. */
public final class DailyCountsCoder extends AtomicCoder<DailyCounts> {
  private static final DailyCountsCoder INSTANCE = new DailyCountsCoder();

  private DailyCountsCoder() {}

  /** The coder. */
  public static DailyCountsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(DailyCounts value, OutputStream out) throws IOException {
    VarIntCoder.of().encode(value.size(), out);
    int before = 0;
    for (int i = 0; i < value.size(); i++) {
      VarIntCoder.of().encode(value.day(i) - before, out);
      VarLongCoder.of().encode(value.count(i), out);
      before = value.day(i);
    }
  }

  @Override
  public DailyCounts decode(InputStream in) throws IOException {
    int[] days = new int[VarIntCoder.of().decode(in)];
    long[] counts = new long[days.length];
    int day = 0;
    for (int i = 0; i < days.length; i++) {
      day += VarIntCoder.of().decode(in);
      days[i] = day;
      counts[i] = VarLongCoder.of().decode(in);
    }
    return new DailyCounts(days, counts);
  }
}
