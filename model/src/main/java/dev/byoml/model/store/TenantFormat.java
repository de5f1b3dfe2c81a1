package dev.byoml.model.store;

import dev.byoml.model.store.file.RecordFormat;
import dev.byoml.model.store.file.Schemas;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/**
 * The distribution of each tenant's training scores, in the one file that a model of format version
 * 1 has of tenants. What else stands there, the manifest says too.
 */
final class TenantFormat extends RecordFormat<TenantFormat.TrainingScores> {
  static final TenantFormat INSTANCE = new TenantFormat();

  private static final int COUNTS_BEFORE = 5;
  private static final int DOUBLES_BEFORE = 3;

  private TenantFormat() {
    super(Schemas.TENANT);
  }

  /** The training scores of one tenant. */
  record TrainingScores(String tenant, List<Double> scores) {}

  /** Not done any more. */
  @Override
  public void write(TrainingScores scores, Encoder out) {
    throw new UnsupportedOperationException("models of format version 1 are only read");
  }

  @Override
  public TrainingScores read(Decoder in) throws IOException {
    String tenant = in.readString();
    for (int i = 0; i < COUNTS_BEFORE; i++) {
      in.readInt();
    }
    for (int i = 0; i < DOUBLES_BEFORE; i++) {
      in.readDouble();
    }
    List<Double> scores = readAll(Decoder::readDouble, in);
    readAll(Decoder::readDouble, in);
    skipOptional(in);
    in.readDouble();
    skipOptional(in);
    in.readInt();
    return new TrainingScores(tenant, scores);
  }

  private static void skipOptional(Decoder in) throws IOException {
    if (in.readIndex() != 0) {
      in.readDouble();
    }
  }
}
