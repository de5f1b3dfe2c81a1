package dev.byoml.transforms.access;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.beam.SharedNames;
import dev.byoml.transforms.parse.LineCountsCoder;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.RejectedLineCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.values.KV;

/** Encodes a {@link SummaryPart} as its accesses, its rejected lines and its counts. */
final class SummaryPartCoder extends AtomicCoder<SummaryPart> {
  private static final SummaryPartCoder INSTANCE = new SummaryPartCoder();
  private static final Coder<List<RejectedLine>> REJECTED = ListCoder.of(RejectedLineCoder.of());

  private SummaryPartCoder() {}

  static SummaryPartCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(SummaryPart part, OutputStream out) throws IOException {
    SharedNames.Writer names = new SharedNames.Writer();
    VarIntCoder.of().encode(part.accesses().size(), out);
    for (KV<AccessKey, AccessAccumulator> access : part.accesses()) {
      names.write(access.getKey().tenant(), out);
      names.write(access.getKey().user(), out);
      names.write(access.getKey().resource(), out);
      AccessAccumulatorCoder.of().encode(access.getValue(), out);
    }
    REJECTED.encode(part.rejected(), out);
    LineCountsCoder.of().encode(part.counts(), out);
  }

  @Override
  public SummaryPart decode(InputStream in) throws IOException {
    SharedNames.Reader names = new SharedNames.Reader();
    int size = VarIntCoder.of().decode(in);
    List<KV<AccessKey, AccessAccumulator>> accesses = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      String tenant = names.read(in);
      String user = names.read(in);
      AccessKey key = new AccessKey(tenant, user, names.read(in));
      accesses.add(KV.of(key, AccessAccumulatorCoder.of().decode(in)));
    }
    List<RejectedLine> rejected = REJECTED.decode(in);
    return new SummaryPart(accesses, rejected, LineCountsCoder.of().decode(in));
  }
}
