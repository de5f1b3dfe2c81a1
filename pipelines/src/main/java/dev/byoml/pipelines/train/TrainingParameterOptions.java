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
import dev.byoml.transforms.template.TemplateParameters;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Makes {@link TrainingParameters} of the options of {@code train} and of a template. */
public final class TrainingParameterOptions {
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
    TemplateParameters typed = typed(options);
    TrainingParameters standard = ofTemplate(template, typed);
    try {
      TrainingParameters chosen = over(standard, typed);
      if (options.getSeed() != null) {
        chosen = chosen.withAls(chosen.als().withSeed(options.getSeed()));
      }
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
    ofTemplate(template, TemplateParameters.NONE);
  }

  private static TrainingParameters ofTemplate(Template template, TemplateParameters typed) {
    TemplateParameters parameters = template.parameters();
    TrainingParameters standard =
        standard(
            either(typed.algorithm(), parameters.algorithm(), null),
            either(typed.preset(), parameters.preset(), null));
    try {
      return over(standard, parameters);
    } catch (IllegalArgumentException | UsageException e) {
      throw new UsageException(
          "template %s: parameters: %s".formatted(template.name(), e.getMessage()));
    }
  }

  private static TemplateParameters typed(TrainingOptions options) {
    return new TemplateParameters(
        options.getPreset(),
        options.getRank(),
        options.getIterations(),
        options.getRegularization(),
        options.getRegularizationExponent(),
        options.getAlpha(),
        options.getNonNegative(),
        options.getFeedback(),
        options.getLikelihood(),
        options.getAffinity(),
        options.getTolerance(),
        options.getAlgorithm(),
        settings(options.getAlgorithmSettings()));
  }

  private static Map<String, String> settings(List<String> given) {
    if (given == null) {
      return null;
    }
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

  private static TrainingParameters over(TrainingParameters standard, TemplateParameters given) {
    AlsParameters als = given(standard.als(), given.rank(), AlsParameters::withRank);
    als = given(als, given.iterations(), AlsParameters::withIterations);
    als = given(als, given.regularization(), AlsParameters::withRegularization);
    als = given(als, given.regularizationExponent(), AlsParameters::withRegularizationExponent);
    als = given(als, given.alpha(), AlsParameters::withAlpha);
    als = given(als, given.nonNegative(), AlsParameters::withNonNegative);
    als = given(als, given.tolerance(), AlsParameters::withTolerance);
    als =
        given(
            als,
            given.feedback(),
            (parameters, feedback) ->
                parameters.withImplicit(
                    Inputs.choice("--feedback", feedback, Feedback.class) == Feedback.IMPLICIT));
    LikelihoodTransform likelihood =
        given.likelihood() == null
            ? standard.likelihood()
            : Inputs.choice("--likelihood", given.likelihood(), LikelihoodTransform.class);
    Affinity affinity =
        given.affinity() == null
            ? standard.affinity()
            : Inputs.choice("--affinity", given.affinity(), Affinity.class);
    AlgorithmSettings algorithm =
        given.algorithmSettings() == null
            ? standard.algorithm()
            : new AlgorithmSettings(standard.algorithm().name(), given.algorithmSettings());
    return new TrainingParameters(als, likelihood, affinity, algorithm);
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

  private static String either(String first, String second, String otherwise) {
    return first != null ? first : second != null ? second : otherwise;
  }

  private static <T> AlsParameters given(
      AlsParameters parameters, T value, BiFunction<AlsParameters, T, AlsParameters> with) {
    return value == null ? parameters : with.apply(parameters, value);
  }
}
