package dev.byoml.transforms.parse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** Encodes {@link LineCounts} as the used lines and the two lists of reason and count. */
public final class LineCountsCoder extends AtomicCoder<LineCounts> {
  private static final LineCountsCoder INSTANCE = new LineCountsCoder();

  private LineCountsCoder() {}

  /** The coder. */
  public static LineCountsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(LineCounts counts, OutputStream out) throws IOException {
    VarLongCoder.of().encode(counts.used(), out);
    encodeReasons(counts.filteredByReason(), out);
    encodeReasons(counts.rejectedByReason(), out);
  }

  @Override
  public LineCounts decode(InputStream in) throws IOException {
    long used = VarLongCoder.of().decode(in);
    SortedMap<String, Long> filtered = decodeReasons(in);
    return new LineCounts(used, filtered, decodeReasons(in));
  }

  private static void encodeReasons(SortedMap<String, Long> counts, OutputStream out)
      throws IOException {
    VarIntCoder.of().encode(counts.size(), out);
    for (var entry : counts.entrySet()) {
      StringUtf8Coder.of().encode(entry.getKey(), out);
      VarLongCoder.of().encode(entry.getValue(), out);
    }
  }

  private static SortedMap<String, Long> decodeReasons(InputStream in) throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (int left = VarIntCoder.of().decode(in); left > 0; left--) {
      String reason = StringUtf8Coder.of().decode(in);
      counts.put(reason, VarLongCoder.of().decode(in));
    }
    return counts;
  }
}
