package dev.byoml.pipelines.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.byoml.model.als.Factors;
import dev.byoml.model.tenant.PairAffinity;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.Set;

/** What an ONNX model says of pairs, run by ONNX Runtime. */
final class OnnxAffinity implements PairAffinity {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final String USER = "user";
  private static final String RESOURCE = "resource";

  private final OnnxState state;
  private final OrtSession session;

  private OnnxAffinity(OnnxState state, OrtSession session) {
    this.state = state;
    this.session = session;
  }

  /**
   * Loads the model.
   *
   * @throws IOException if it is not an ONNX model with the two inputs
   */
  static OnnxAffinity of(OnnxState state) throws IOException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setDeterministicCompute(true);
      OrtSession session = OrtEnvironment.getEnvironment().createSession(state.onnx(), options);
      OnnxAffinity affinity = new OnnxAffinity(state, session);
      // The session's memory is not Java's: it is given back when nobody scores with it any more.
      CLEANER.register(affinity, new Closing(session));
      Set<String> inputs = session.getInputNames();
      if (!inputs.equals(Set.of(USER, RESOURCE)) || session.getOutputNames().size() != 1) {
        throw new IOException(
            "the ONNX model has inputs %s and outputs %s, not inputs user and resource and one output"
                .formatted(inputs, session.getOutputNames()));
      }
      return affinity;
    } catch (OrtException e) {
      throw new IOException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }

  @Override
  public double of(int user, int resource) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor users = row(environment, state.users(), user);
        OnnxTensor resources = row(environment, state.resources(), resource);
        OrtSession.Result result = session.run(Map.of(USER, users, RESOURCE, resources))) {
      double output = number(result.get(0));
      return state.anomalous() ? -output : output;
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          "the ONNX model cannot be run on vectors of length %d: %s"
              .formatted(state.users().rank(), e.getMessage()),
          e);
    }
  }

  private static OnnxTensor row(OrtEnvironment environment, Factors factors, int row)
      throws OrtException {
    return OnnxTensor.createTensor(
        environment, FloatBuffer.wrap(factors.row(row)), new long[] {1, factors.rank()});
  }

  private static double number(OnnxValue value) {
    if (value instanceof OnnxTensor tensor) {
      FloatBuffer numbers = tensor.getFloatBuffer();
      if (numbers != null && numbers.remaining() == 1) {
        return numbers.get(0);
      }
    }
    throw new IllegalArgumentException(
        "the ONNX model's output is %s, not one 32-bit float for each pair"
            .formatted(value.getType()));
  }

  @Override
  public double lowest() {
    return state.lowest();
  }

  /** Closes a session; knows nothing of who used it, so that they can go. */
  private record Closing(OrtSession session) implements Runnable {
    @Override
    public void run() {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("cannot close a session of ONNX Runtime", e);
      }
    }
  }
}
