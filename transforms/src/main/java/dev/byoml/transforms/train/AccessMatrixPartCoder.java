package dev.byoml.transforms.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
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
    return new AccessMatrixPart(users, resources, counts, likelihoods);
  }

  private static void encodeNames(List<String> names, OutputStream out) throws IOException {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      Integer number = numbers.putIfAbsent(name, numbers.size());
      if (number == null) {
        VarIntCoder.of().encode(numbers.size() - 1, out);
        StringUtf8Coder.of().encode(name, out);
      } else {
        VarIntCoder.of().encode(number, out);
      }
    }
  }

  private static List<String> decodeNames(int size, InputStream in) throws IOException {
    List<String> known = new ArrayList<>();
    List<String> names = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int number = VarIntCoder.of().decode(in);
      if (number == known.size()) {
        known.add(StringUtf8Coder.of().decode(in));
      }
      names.add(known.get(number));
    }
    return names;
  }
}
