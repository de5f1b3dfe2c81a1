package dev.byoml.pipelines.onnx;

import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;

/**
 * {@code onnx}: the affinity of a user to a resource is what an ONNX model says of their vectors.
 *
 * <p>The model has two inputs, {@code user} and {@code resource}, each of 32-bit floats in the
 * shape [n, d] for n pairs and vectors of length d, and one output of 32-bit floats in the shape
 * [n] or [n, 1]. It is run by ONNX Runtime on one thread of the processor, and must give the same
 * numbers for the same vectors whatever else stands in the batch.
 *
 * <p>ONNX Runtime is not part of byoml's jars; whoever scores puts {@code onnxruntime} on the class
 * path.
 */
public final class OnnxAlgorithm implements Algorithm {
  /** The algorithm's name. */
  public static final String NAME = "onnx";

  /** The algorithm. */
  public OnnxAlgorithm() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "an ONNX model brought by byoml import";
  }

  @Override
  public void check(TrainingParameters parameters) {
    throw new IllegalArgumentException(
        "algorithm=onnx does not train; bring a finished model with byoml import --onnx=FILE");
  }

  @Override
  public LearnedModel learn(AccessMatrix accesses, TrainingParameters parameters, int threads) {
    throw new UnsupportedOperationException("an ONNX model is imported, not trained");
  }

  @Override
  public PairAffinity read(AccessMatrix accesses, byte[] state) throws IOException {
    return affinity(OnnxState.read(state));
  }

  /**
   * What an algorithm's state holds for a tenant, with the lowest affinity found by asking.
   *
   * @param onnx the ONNX model
   * @param anomalous whether the model's output is larger the odder an access is, instead of the
   *     better it fits
   * @param accesses the tenant's accesses
   * @param users vectors of the users, every value a {@code float}
   * @param resources vectors of the resources
   * @throws IOException if the model cannot be run on such vectors
   */
  public static byte[] state(
      byte[] onnx, boolean anomalous, AccessMatrix accesses, Factors users, Factors resources)
      throws IOException {
    OnnxState asked = new OnnxState(anomalous, 0, users, resources, onnx);
    return asked.withLowest(LowestAffinity.of(accesses, affinity(asked))).write();
  }

  private static PairAffinity affinity(OnnxState state) throws IOException {
    try {
      return OnnxAffinity.of(state);
    } catch (LinkageError e) {
      // No cause: what to do is all there is to say.
      throw new IOException(
          "ONNX Runtime cannot be loaded (%s); put the jar com.microsoft.onnxruntime:onnxruntime on"
                  .formatted(e.getMessage())
              + " BYOML_CLASS_PATH");
    }
  }
}
