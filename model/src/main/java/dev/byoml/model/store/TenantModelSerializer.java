package dev.byoml.model.store;

import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.Communities;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.model.store.file.PackedArrays;
import dev.byoml.model.tenant.ScoreQuantiles;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.model.tenant.TrainingQuality;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A tenant's model as one run of bytes, for the way between the machines of one run. What is kept
 * stands in a {@link ModelFolder}.
 */
public final class TenantModelSerializer {
  private static final int VERSION = 2;

  private TenantModelSerializer() {}

  /** Writes a model; leaves the stream open. The same model gives the same bytes. */
  public static void write(TenantModel model, OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    AccessMatrix accesses = model.accesses();
    CompressedRows rows = accesses.likelihoods();
    out.writeInt(VERSION);
    PackedArrays.writeText(model.tenant(), out);
    PackedArrays.writeText(ModelJson.write(model.parameters()), out);
    PackedArrays.writeText(ModelJson.write(model.quality()), out);
    PackedArrays.writeTexts(accesses.users(), out);
    PackedArrays.writeTexts(accesses.resources(), out);
    PackedArrays.writeInts(rows.offsets(), out);
    PackedArrays.writeInts(rows.columns(), out);
    PackedArrays.writeFloats(rows.values(), out);
    PackedArrays.writeInts(accesses.counts(), out);
    out.writeInt(model.userFactors().rank());
    PackedArrays.writeFloats(model.userFactors().values(), out);
    PackedArrays.writeFloats(model.resourceFactors().values(), out);
    PackedArrays.writeInts(
        IntStream.range(0, accesses.users().size())
            .map(model.communities()::userCommunity)
            .toArray(),
        out);
    PackedArrays.writeInts(
        IntStream.range(0, accesses.resources().size())
            .map(model.communities()::resourceCommunity)
            .toArray(),
        out);
    out.writeDouble(model.standardization().mean());
    out.writeDouble(model.standardization().standardDeviation());
    out.writeDouble(model.standardization().lowestAffinity());
    PackedArrays.writeDoubles(model.trainingScores().toArray(), out);
    PackedArrays.writeDoubles(
        model.objective().stream().mapToDouble(Double::doubleValue).toArray(), out);
    out.writeBoolean(model.state().isPresent());
    if (model.state().isPresent()) {
      PackedArrays.writeBytes(model.state().get().bytes(), out);
    }
    out.flush();
  }

  /**
   * Reads what {@link #write} wrote; leaves the stream open, at the byte after it.
   *
   * @throws IOException if the stream ends early or holds something else
   */
  public static TenantModel read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    int version = in.readInt();
    if (version != VERSION) {
      throw new IOException("not a tenant's model of version " + VERSION + ": " + version);
    }
    String tenant = PackedArrays.readText(in);
    TrainingParameters parameters =
        ModelJson.read(PackedArrays.readText(in), TrainingParameters.class);
    TrainingQuality quality = ModelJson.read(PackedArrays.readText(in), TrainingQuality.class);
    List<String> users = PackedArrays.readTexts(in);
    List<String> resources = PackedArrays.readTexts(in);
    int[] offsets = PackedArrays.readInts(in);
    int[] columns = PackedArrays.readInts(in);
    float[] likelihoods = PackedArrays.readFloats(in);
    int[] counts = PackedArrays.readInts(in);
    int rank = in.readInt();
    AccessMatrix accesses =
        new AccessMatrix(
            tenant,
            users,
            resources,
            new CompressedRows(resources.size(), offsets, columns, likelihoods),
            counts);
    Factors userFactors = new Factors(rank, PackedArrays.readFloats(in));
    Factors resourceFactors = new Factors(rank, PackedArrays.readFloats(in));
    return new TenantModel(
        accesses,
        parameters,
        userFactors,
        resourceFactors,
        new Communities(PackedArrays.readInts(in), PackedArrays.readInts(in)),
        new Standardization(in.readDouble(), in.readDouble(), in.readDouble()),
        new ScoreQuantiles(PackedArrays.readDoubles(in)),
        Arrays.stream(PackedArrays.readDoubles(in)).boxed().toList(),
        quality,
        in.readBoolean()
            ? Optional.of(
                AlgorithmStates.read(
                    accesses, parameters, userFactors, resourceFactors, PackedArrays.readBytes(in)))
            : Optional.empty());
  }
}
