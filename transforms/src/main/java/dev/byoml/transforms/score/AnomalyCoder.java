package dev.byoml.transforms.score;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;

/** Encodes an {@link Anomaly} as the JSON line that is written of it. */
public final class AnomalyCoder extends AtomicCoder<Anomaly> {
  private static final AnomalyCoder INSTANCE = new AnomalyCoder();

  private AnomalyCoder() {}

  /** The coder. */
  public static AnomalyCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Anomaly anomaly, OutputStream out) throws IOException {
    StringUtf8Coder.of().encode(AnomalyJson.write(anomaly), out);
  }

  @Override
  public Anomaly decode(InputStream in) throws IOException {
    return AnomalyJson.read(StringUtf8Coder.of().decode(in));
  }
}
