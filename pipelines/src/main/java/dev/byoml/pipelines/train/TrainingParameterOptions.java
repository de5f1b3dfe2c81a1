package dev.byoml.pipelines.train;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.transforms.template.Template;
import java.beans.Introspector;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes {@link TrainingParameters} of the options of {@code train} and of a template. */
public final class TrainingParameterOptions {
  private static final String ALGORITHM = "algorithm";
  private static final String SETTINGS = "algorithmSettings";
  private static final String PRESET = "preset";
  private static final String FEEDBACK = "feedback";
  private static final String LIKELIHOOD = "likelihood";
  private static final String AFFINITY = "affinity";

  /** What options and templates may give; not every parameter has an option. */
  private static final Set<String> NAMES =
      Stream.concat(
              Stream.of(ALGORITHM, SETTINGS, PRESET, FEEDBACK, LIKELIHOOD, AFFINITY),
              AlsParameters.names().stream())
          .collect(Collectors.toSet());

  private TrainingParameterOptions() {}

  private enum Preset {
    DEFAULT,
    CLASSIC
  }

  private enum Feedback {
    IMPLICIT,
    EXPLICIT
  }

  /**
   * The parameters, each from the first of these that gives it: its option, the template, the
   * preset or, for another algorithm than alternating least squares, the algorithm's own defaults.
   *
   * @throws UsageException if one of them cannot be
   */
  static TrainingParameters of(TrainingOptions options, Template template) {
    Map<String, Object> typed = typed(options);
    TrainingParameters standard = ofTemplate(template, typed);
    try {
      TrainingParameters chosen = over(standard, typed);
      Algorithms.named(chosen.algorithm().name()).check(chosen);
      return chosen;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  /**
   * Checks the parameters of a template.
   *
   * @throws UsageException if one of them cannot be
   */
  public static void check(Template template) {
    ofTemplate(template, Map.of());
  }

  private static TrainingParameters ofTemplate(Template template, Map<String, Object> typed) {
    Map<String, Object> parameters = template.parameters().given();
    TrainingParameters standard =
        standard(
            either(typed.get(ALGORITHM), parameters.get(ALGORITHM)),
            either(typed.get(PRESET), parameters.get(PRESET)));
    try {
      return over(standard, parameters);
    } catch (IllegalArgumentException | UsageException e) {
      throw new UsageException(
          "template %s: parameters: %s".formatted(template.name(), e.getMessage()));
    }
  }

  /** The parameters that options give, by name: an option is called what its parameter is. */
  private static Map<String, Object> typed(TrainingOptions options) {
    Map<String, Object> typed = new TreeMap<>();
    for (Method getter : TrainingOptions.class.getMethods()) {
      String name = Introspector.decapitalize(getter.getName().replaceFirst("^get", ""));
      if (!name.equals(getter.getName()) && NAMES.contains(name)) {
        try {
          Object value = getter.invoke(options);
          if (value != null) {
            typed.put(name, value);
          }
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("cannot read --" + name, e);
        }
      }
    }
    typed.computeIfPresent(SETTINGS, (name, given) -> settings(options.getAlgorithmSettings()));
    return typed;
  }

  private static Map<String, String> settings(List<String> given) {
    Map<String, String> settings = new TreeMap<>();
    for (String setting : given) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw new UsageException(
            "--algorithmSettings must be name=value,name=value, got '%s'".formatted(setting));
      }
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return settings;
  }

  private static TrainingParameters over(TrainingParameters standard, Map<String, Object> given) {
    AlsParameters als = standard.als();
    for (String name : AlsParameters.names()) {
      als = given.containsKey(name) ? als.with(name, given.get(name)) : als;
    }
    Feedback feedback = als.implicit() ? Feedback.IMPLICIT : Feedback.EXPLICIT;
    return new TrainingParameters(
        als.withImplicit(chosen(given, FEEDBACK, Feedback.class, feedback) == Feedback.IMPLICIT),
        chosen(given, LIKELIHOOD, LikelihoodTransform.class, standard.likelihood()),
        chosen(given, AFFINITY, Affinity.class, standard.affinity()),
        given.get(SETTINGS) instanceof Map<?, ?> settings
            ? new AlgorithmSettings(standard.algorithm().name(), texts(settings))
            : standard.algorithm());
  }

  private static Map<String, String> texts(Map<?, ?> settings) {
    Map<String, String> texts = new TreeMap<>();
    settings.forEach((name, value) -> texts.put((String) name, (String) value));
    return texts;
  }

  private static <E extends Enum<E>> E chosen(
      Map<String, Object> given, String name, Class<E> type, E otherwise) {
    return given.get(name) instanceof String value
        ? Inputs.choice("--" + name, value, type)
        : otherwise;
  }

  private static TrainingParameters standard(String algorithm, String preset) {
    boolean classic = preset != null && preset(preset).equals(TrainingParameters.CLASSIC);
    if (algorithm == null) {
      return classic ? TrainingParameters.CLASSIC : named(AlgorithmSettings.AUTO);
    }
    if (algorithm.equals(AlgorithmSettings.ALS)) {
      return classic ? TrainingParameters.CLASSIC : TrainingParameters.DEFAULT;
    }
    if (classic) {
      throw new UsageException(
          "--preset=classic belongs to --algorithm=als; leave out one of the two");
    }
    return named(algorithm);
  }

  private static TrainingParameters named(String algorithm) {
    try {
      return Algorithms.named(algorithm).defaults();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException(
          "--algorithm=%s: %s; BYOML_CLASS_PATH names the jars of your own"
              .formatted(algorithm, e.getMessage()));
    }
  }

  private static TrainingParameters preset(String name) {
    return switch (Inputs.choice("--preset", name, Preset.class)) {
      case DEFAULT -> TrainingParameters.DEFAULT;
      case CLASSIC -> TrainingParameters.CLASSIC;
    };
  }

  private static String either(Object first, Object second) {
    return (String) (first != null ? first : second);
  }
}
