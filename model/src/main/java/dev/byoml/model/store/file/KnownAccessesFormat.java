package dev.byoml.model.store.file;

import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** What each user touched in training, in its file. */
public final class KnownAccessesFormat extends RecordFormat<KnownAccessesFormat.KnownAccesses> {
  public static final KnownAccessesFormat INSTANCE = new KnownAccessesFormat();

  private KnownAccessesFormat() {
    super(Schemas.KNOWN_ACCESSES);
  }

  /** The accesses of one user: entries {@code from} to {@code to} - 1 of the arrays. */
  public record KnownAccesses(
      int user, int from, int to, int[] resources, int[] counts, float[] likelihoods) {}

  @Override
  public void write(KnownAccesses accesses, Encoder out) throws IOException {
    out.writeInt(accesses.user());
    writeInts(accesses.resources(), accesses.from(), accesses.to(), out);
    writeInts(accesses.counts(), accesses.from(), accesses.to(), out);
    writeFloats(accesses.likelihoods(), accesses.from(), accesses.to(), out);
  }

  @Override
  public KnownAccesses read(Decoder in) throws IOException {
    int user = in.readInt();
    int[] resources = readInts(in);
    return new KnownAccesses(user, 0, resources.length, resources, readInts(in), readFloats(in));
  }
}
