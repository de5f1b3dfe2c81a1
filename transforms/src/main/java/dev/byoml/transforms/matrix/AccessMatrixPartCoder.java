package dev.byoml.transforms.matrix;

import dev.byoml.transforms.beam.SharedNames;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Encodes an {@link AccessMatrixPart}: each name once, where it first occurs, and its number
 * wherever it occurs again.
 */
public final class AccessMatrixPartCoder extends AtomicCoder<AccessMatrixPart> {
  private static final AccessMatrixPartCoder INSTANCE = new AccessMatrixPartCoder();

  private AccessMatrixPartCoder() {}

  /** The coder. */
  public static AccessMatrixPartCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(AccessMatrixPart part, OutputStream out) throws IOException {
    VarIntCoder.of().encode(part.size(), out);
    encodeNames(part.users(), out);
    encodeNames(part.resources(), out);
    DataOutputStream data = new DataOutputStream(out);
    for (int i = 0; i < part.size(); i++) {
      VarLongCoder.of().encode(part.counts()[i], data);
      data.writeDouble(part.likelihoods()[i]);
    }
    data.writeBoolean(part.firstDays().length > 0);
    for (int day : part.firstDays()) {
      VarIntCoder.of().encode(day, data);
    }
    data.flush();
  }

  @Override
  public AccessMatrixPart decode(InputStream in) throws IOException {
    int size = VarIntCoder.of().decode(in);
    List<String> users = decodeNames(size, in);
    List<String> resources = decodeNames(size, in);
    long[] counts = new long[size];
    double[] likelihoods = new double[size];
    DataInputStream data = new DataInputStream(in);
    for (int i = 0; i < size; i++) {
      counts[i] = VarLongCoder.of().decode(data);
      likelihoods[i] = data.readDouble();
    }
    int[] firstDays = new int[data.readBoolean() ? size : 0];
    for (int i = 0; i < firstDays.length; i++) {
      firstDays[i] = VarIntCoder.of().decode(data);
    }
    return new AccessMatrixPart(users, resources, counts, likelihoods, firstDays);
  }

  private static void encodeNames(List<String> names, OutputStream out) throws IOException {
    SharedNames.Writer writer = new SharedNames.Writer();
    for (String name : names) {
      writer.write(name, out);
    }
  }

  private static List<String> decodeNames(int size, InputStream in) throws IOException {
    SharedNames.Reader reader = new SharedNames.Reader();
    List<String> names = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      names.add(reader.read(in));
    }
    return names;
  }
}
