package dev.byoml.model.ease;

import java.nio.ByteBuffer;

/**
 * How much the use of one resource predicts the use of another.
 *
 * @param resources the resources that take part, ascending
 * @param weights for each of them a row with its weight for each of them; 0 for itself
 */
record EaseWeights(int[] resources, float[] weights) {
  /** Number of bytes that {@link #write} puts. */
  int byteCount() {
    return Integer.BYTES * (1 + resources.length) + Float.BYTES * weights.length;
  }

  /** Puts the weights. */
  void write(ByteBuffer out) {
    out.putInt(resources.length);
    for (int resource : resources) {
      out.putInt(resource);
    }
    for (float weight : weights) {
      out.putFloat(weight);
    }
  }

  /** Gets what {@link #write} put. */
  static EaseWeights read(ByteBuffer in) {
    int count = in.getInt();
    int[] resources = new int[count];
    for (int i = 0; i < count; i++) {
      resources[i] = in.getInt();
    }
    float[] weights = new float[Math.multiplyExact(count, count)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = in.getFloat();
    }
    return new EaseWeights(resources, weights);
  }
}
