package dev.byoml.transforms.beam;

import java.io.Serializable;
import org.apache.beam.sdk.metrics.Distribution;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Tells when a phase of a run was at work, over all workers: a Beam distribution {@code
 * phase/<name>} of moments, in milliseconds since 1970, whose least and greatest are the first and
 * the last. Looks at the clock for this alone: no result depends on it.
 */
public final class PhaseTime implements Serializable {
  /** Namespace of the distributions. */
  public static final String NAMESPACE = "byoml";

  /** What the names of the distributions begin with. */
  public static final String PREFIX = "phase/";

  /** Reading and parsing lines. */
  public static final String READ = "read";

  /** Fitting models. */
  public static final String TRAIN = "train";

  /** Standardising scores on training accesses. */
  public static final String STANDARDIZE = "standardize";

  /** Scoring accesses. */
  public static final String SCORE = "score";

  /** Explaining what is reported. */
  public static final String EXPLAIN = "explain";

  /** Writing a model or results. */
  public static final String WRITE = "write";

  private static final long serialVersionUID = 1L;

  private final Distribution moments;

  private PhaseTime(String phase) {
    this.moments = Metrics.distribution(NAMESPACE, PREFIX + phase);
  }

  /** The time of that phase. */
  public static PhaseTime of(String phase) {
    return new PhaseTime(phase);
  }

  /** Says that the phase is at work now: to be called before and after a piece of its work. */
  public void atWork() {
    moments.update(System.currentTimeMillis());
  }
}
