package dev.byoml.model.tenant;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Which algorithm learns, and its settings beyond the parameters that all algorithms share.
 *
 * @param name the algorithm's name, as {@code --algorithm} takes it
 * @param values settings of this algorithm alone, by name, in ascending order
 */
public record AlgorithmSettings(String name, Map<String, String> values) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Name of the algorithm that chooses one, which is taken where none is named. */
  public static final String AUTO = "auto";

  /** Name of alternating least squares, the algorithm of models that name none. */
  public static final String ALS = "als";

  /** Alternating least squares, which has no settings beyond the shared ones. */
  public static final AlgorithmSettings DEFAULT = new AlgorithmSettings(ALS, Map.of());

  /** Sorts the settings and keeps them unmodifiable. */
  public AlgorithmSettings {
    requireNonNull(name, "name");
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Whether one is chosen inside each tenant. */
  public boolean isAuto() {
    return name.equals(AUTO);
  }

  /** Whether this is alternating least squares. */
  public boolean isAls() {
    return name.equals(ALS);
  }

  /**
   * A setting as a number.
   *
   * @param setting name of the setting
   * @param otherwise what counts where it is not given
   * @throws IllegalArgumentException if it is given, but not as a finite number above zero
   */
  public double positive(String setting, double otherwise) {
    return parsed(setting, Double::valueOf)
        .map(number -> requirePositive(setting, number))
        .orElse(otherwise);
  }

  /**
   * A setting as a number that may be zero.
   *
   * @param setting name of the setting
   * @param otherwise what counts where it is not given
   * @throws IllegalArgumentException if it is given, but not as a finite number from zero on
   */
  public double notNegative(String setting, double otherwise) {
    return parsed(setting, Double::valueOf)
        .map(number -> number == 0 ? 0 : requirePositive(setting, number))
        .orElse(otherwise);
  }

  private static double requirePositive(String setting, double number) {
    if (!(number > 0) || number == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("%s=%s must be above 0".formatted(setting, number));
    }
    return number;
  }

  private <T> Optional<T> parsed(String setting, Function<String, T> parser) {
    String value = values.get(setting);
    try {
      return Optional.ofNullable(value).map(parser);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s=%s is not a number".formatted(setting, value), e);
    }
  }

  /**
   * Checks that nothing is set which the algorithm does not know.
   *
   * @param known names of the algorithm's settings
   * @throws IllegalArgumentException if another one is set
   */
  public void requireKnown(Set<String> known) {
    for (String setting : values.keySet()) {
      if (!known.contains(setting)) {
        throw new IllegalArgumentException(
            "%s is not a setting of %s, which knows %s"
                .formatted(
                    setting,
                    name,
                    known.isEmpty()
                        ? "none"
                        : String.join(", ", known.stream().sorted().toList())));
      }
    }
  }
}
