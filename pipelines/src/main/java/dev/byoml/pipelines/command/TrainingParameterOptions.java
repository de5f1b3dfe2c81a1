package dev.byoml.pipelines.command;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.score.Affinity;
import dev.byoml.model.score.TrainingParameters;
import dev.byoml.pipelines.options.TrainingOptions;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.TemplateParameters;
import java.util.function.BiFunction;

/** Makes {@link TrainingParameters} of the options of {@code train} and of a template. */
final class TrainingParameterOptions {
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
   * preset.
   *
   * @throws UsageException if one of them cannot be
   */
  static TrainingParameters of(TrainingOptions options, Template template) {
    TemplateParameters typed = typed(options);
    TrainingParameters standard = ofTemplate(template, typed.preset());
    try {
      TrainingParameters chosen = over(standard, typed);
      return options.getSeed() == null
          ? chosen
          : new TrainingParameters(
              chosen.als().withSeed(options.getSeed()), chosen.likelihood(), chosen.affinity());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  /**
   * Checks the parameters of a template.
   *
   * @throws UsageException if one of them cannot be
   */
  static void check(Template template) {
    ofTemplate(template, null);
  }

  private static TrainingParameters ofTemplate(Template template, String typedPreset) {
    TemplateParameters parameters = template.parameters();
    TrainingParameters standard = preset(typedPreset == null ? parameters.preset() : typedPreset);
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
        options.getTolerance());
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
    return new TrainingParameters(als, likelihood, affinity);
  }

  private static TrainingParameters preset(String name) {
    if (name == null) {
      return TrainingParameters.DEFAULT;
    }
    return switch (Inputs.choice("--preset", name, Preset.class)) {
      case DEFAULT -> TrainingParameters.DEFAULT;
      case CLASSIC -> TrainingParameters.CLASSIC;
    };
  }

  private static <T> AlsParameters given(
      AlsParameters parameters, T value, BiFunction<AlsParameters, T, AlsParameters> with) {
    return value == null ? parameters : with.apply(parameters, value);
  }
}
