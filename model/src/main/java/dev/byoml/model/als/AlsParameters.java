package dev.byoml.model.als;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * The parameters of the factorization.
 *
 * @param rank number of factors of each user and resource, from 1 to 1024
 * @param iterations how often both sides are solved in turn, at least 1
 * @param regularization weight of the squared factors in the objective, not negative
 * @param regularizationExponent how the regularization of a row grows with its number of ratings
 *     {@code n}: it is {@code regularization * n^exponent}; 1 is weighted-λ regularization (Zhou et
 *     al. 2008, as Spark MLlib does), 0 the same for every row
 * @param alpha weight of an observed access: confidence is {@code 1 + alpha * rating} (Hu, Koren,
 *     Volinsky 2008); not used unless {@code implicit}
 * @param nonNegative whether factors are kept at or above zero
 * @param implicit whether ratings are confidences in a preference of 1 with 0 everywhere else; if
 *     not, they are fitted as they are, on observed pairs and on the complement set only
 * @param complementFactor size of the complement set, pairs that were not observed and are given a
 *     low rating, as a multiple of the number of observed pairs; 0 for none; not used if {@code
 *     implicit}
 * @param complementRating rating of each pair of the complement set, not negative
 * @param seed where the initial factors and the complement set come from
 * @param tolerance stops when an iteration lowers the objective by less than this fraction; 0 never
 *     stops early
 */
public record AlsParameters(
    int rank,
    int iterations,
    double regularization,
    double regularizationExponent,
    double alpha,
    boolean nonNegative,
    boolean implicit,
    double complementFactor,
    double complementRating,
    long seed,
    double tolerance)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final RecordComponent[] COMPONENTS = AlsParameters.class.getRecordComponents();

  /** The parameters of the reference, SynapseML's {@code AccessAnomaly}, with seed 0. */
  public static final AlsParameters CLASSIC =
      new AlsParameters(10, 25, 1.0, 1.0, 1.0, true, true, 2.0, 1.0, 0L, 0.0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the parameter and its range
   */
  public AlsParameters {
    if (rank < 1 || rank > 1024) {
      throw new IllegalArgumentException("rank must be between 1 and 1024, got " + rank);
    }
    if (iterations < 1) {
      throw new IllegalArgumentException("iterations must be at least 1, got " + iterations);
    }
    requireNotNegative("regularization", regularization);
    requireNotNegative("regularizationExponent", regularizationExponent);
    requireNotNegative("alpha", alpha);
    requireNotNegative("complementFactor", complementFactor);
    requireNotNegative("complementRating", complementRating);
    requireNotNegative("tolerance", tolerance);
  }

  /** The names of the parameters: those of the components of this record. */
  public static List<String> names() {
    return Arrays.stream(COMPONENTS).map(RecordComponent::getName).toList();
  }

  /**
   * The same parameters with another value of one of them. All others are made by it, so that a new
   * parameter is a new component and nothing more.
   *
   * @param name one of {@link #names()}
   * @param value its value, of the type of the component
   * @throws IllegalArgumentException if no parameter has that name, or the value is not one of it
   */
  public AlsParameters with(String name, Object value) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException("there is no parameter " + name);
    }
    try {
      Class<?>[] types = new Class<?>[COMPONENTS.length];
      Object[] values = new Object[COMPONENTS.length];
      for (int i = 0; i < COMPONENTS.length; i++) {
        types[i] = COMPONENTS[i].getType();
        values[i] =
            COMPONENTS[i].getName().equals(name) ? value : COMPONENTS[i].getAccessor().invoke(this);
      }
      return AlsParameters.class.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record has accessors and a constructor", e);
    }
  }

  /** The same parameters with another {@code rank}. */
  public AlsParameters withRank(int value) {
    return with("rank", value);
  }

  /** The same parameters with another {@code iterations}. */
  public AlsParameters withIterations(int value) {
    return with("iterations", value);
  }

  /** The same parameters with another {@code regularization}. */
  public AlsParameters withRegularization(double value) {
    return with("regularization", value);
  }

  /** The same parameters with another {@code regularizationExponent}. */
  public AlsParameters withRegularizationExponent(double value) {
    return with("regularizationExponent", value);
  }

  /** The same parameters with another {@code alpha}. */
  public AlsParameters withAlpha(double value) {
    return with("alpha", value);
  }

  /** The same parameters with another {@code nonNegative}. */
  public AlsParameters withNonNegative(boolean value) {
    return with("nonNegative", value);
  }

  /** The same parameters with another {@code implicit}. */
  public AlsParameters withImplicit(boolean value) {
    return with("implicit", value);
  }

  /** The same parameters with another {@code complementFactor}. */
  public AlsParameters withComplementFactor(double value) {
    return with("complementFactor", value);
  }

  /** The same parameters with another {@code complementRating}. */
  public AlsParameters withComplementRating(double value) {
    return with("complementRating", value);
  }

  /** The same parameters with another {@code seed}. */
  public AlsParameters withSeed(long value) {
    return with("seed", value);
  }

  /** The same parameters with another {@code tolerance}. */
  public AlsParameters withTolerance(double value) {
    return with("tolerance", value);
  }

  private static void requireNotNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be a number of at least 0, got " + value);
    }
  }
}
