package dev.byoml.transforms.calibrate;

import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.transforms.beam.InstantCoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/** Encodes {@link ExpectedAlerts}: the held-out days, then row after row. */
public final class ExpectedAlertsCoder extends AtomicCoder<ExpectedAlerts> {
  private static final ExpectedAlertsCoder INSTANCE = new ExpectedAlertsCoder();

  private ExpectedAlertsCoder() {}

  /** The coder. */
  public static ExpectedAlertsCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(ExpectedAlerts value, OutputStream out) throws IOException {
    InstantCoder.of().encode(value.from(), out);
    InstantCoder.of().encode(value.to(), out);
    VarIntCoder.of().encode(value.days(), out);
    VarIntCoder.of().encode(value.rows().size(), out);
    for (ExpectedAlerts.Row row : value.rows()) {
      DoubleCoder.of().encode(row.threshold(), out);
      DoubleCoder.of().encode(row.alertsPerDay(), out);
    }
  }

  @Override
  public ExpectedAlerts decode(InputStream in) throws IOException {
    Instant from = InstantCoder.of().decode(in);
    Instant to = InstantCoder.of().decode(in);
    int days = VarIntCoder.of().decode(in);
    int size = VarIntCoder.of().decode(in);
    List<ExpectedAlerts.Row> rows = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      rows.add(new ExpectedAlerts.Row(DoubleCoder.of().decode(in), DoubleCoder.of().decode(in)));
    }
    return new ExpectedAlerts(from, to, days, rows);
  }
}
