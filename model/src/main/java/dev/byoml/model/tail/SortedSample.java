package dev.byoml.model.tail;

/** Where a number stands in an ascending sample. */
public final class SortedSample {
  private SortedSample() {}

  /**
   * The share of a sample that is smaller, with equal numbers counted half.
   *
   * @param sample holds the sample, ascending
   * @param from its first position
   * @param to the position after its last
   */
  public static double rank(float[] sample, int from, int to, float value) {
    int smaller = firstNotBelow(sample, from, to, value);
    int notLarger = firstNotBelow(sample, smaller, to, Math.nextUp(value));
    return (smaller - from + 0.5 * (notLarger - smaller)) / (to - from);
  }

  private static int firstNotBelow(float[] sample, int from, int to, float value) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sample[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
