package dev.byoml.model.store;

import dev.byoml.model.store.file.RecordFormat;
import dev.byoml.model.store.file.Schemas;
import dev.byoml.model.tenant.TrainingQuality;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** The statistics of each tenant, in the tenants' file. */
final class TenantFormat extends RecordFormat<TenantFormat.Statistics> {
  static final TenantFormat INSTANCE = new TenantFormat();

  private TenantFormat() {
    super(Schemas.TENANT);
  }

  /** The statistics of one tenant. */
  record Statistics(
      String tenant,
      int users,
      int resources,
      int accesses,
      int communities,
      int rank,
      double mean,
      double standardDeviation,
      double lowestAffinity,
      List<Double> trainingScores,
      List<Double> objective,
      TrainingQuality quality) {

    static Statistics of(TenantEntry entry) {
      TenantSummary summary = entry.summary();
      return new Statistics(
          summary.tenant(),
          summary.users(),
          summary.resources(),
          summary.accesses(),
          summary.communities(),
          summary.rank(),
          summary.mean(),
          summary.standardDeviation(),
          summary.lowestAffinity(),
          entry.trainingScores(),
          summary.objective(),
          summary.quality());
    }
  }

  @Override
  public void write(Statistics statistics, Encoder out) throws IOException {
    out.writeString(statistics.tenant());
    out.writeInt(statistics.users());
    out.writeInt(statistics.resources());
    out.writeInt(statistics.accesses());
    out.writeInt(statistics.communities());
    out.writeInt(statistics.rank());
    out.writeDouble(statistics.mean());
    out.writeDouble(statistics.standardDeviation());
    out.writeDouble(statistics.lowestAffinity());
    writeDoubles(statistics.trainingScores(), out);
    writeDoubles(statistics.objective(), out);
    writeOptional(statistics.quality().areaUnderCurve(), out);
    out.writeDouble(statistics.quality().meanTrainingAffinity());
    writeOptional(statistics.quality().meanSampledAffinity(), out);
    out.writeInt(statistics.quality().sampled());
  }

  @Override
  public Statistics read(Decoder in) throws IOException {
    return new Statistics(
        in.readString(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readDouble(),
        in.readDouble(),
        in.readDouble(),
        readDoubles(in),
        readDoubles(in),
        new TrainingQuality(readOptional(in), in.readDouble(), readOptional(in), in.readInt()));
  }

  private static void writeDoubles(List<Double> values, Encoder out) throws IOException {
    out.writeArrayStart();
    out.setItemCount(values.size());
    for (double value : values) {
      out.startItem();
      out.writeDouble(value);
    }
    out.writeArrayEnd();
  }

  private static List<Double> readDoubles(Decoder in) throws IOException {
    List<Double> values = new ArrayList<>();
    for (long block = in.readArrayStart(); block != 0; block = in.arrayNext()) {
      for (long i = 0; i < block; i++) {
        values.add(in.readDouble());
      }
    }
    return values;
  }

  private static void writeOptional(Double value, Encoder out) throws IOException {
    out.writeIndex(value == null ? 0 : 1);
    if (value != null) {
      out.writeDouble(value);
    }
  }

  private static Double readOptional(Decoder in) throws IOException {
    return in.readIndex() == 0 ? null : (Double) in.readDouble();
  }
}
