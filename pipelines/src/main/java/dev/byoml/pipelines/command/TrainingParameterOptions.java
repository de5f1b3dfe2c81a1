package dev.byoml.pipelines.command;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.score.Affinity;
import dev.byoml.model.score.TrainingParameters;
import dev.byoml.pipelines.options.TrainingOptions;
import java.util.function.BiFunction;

/** Makes {@link TrainingParameters} of the options of {@code train}. */
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

  static TrainingParameters of(TrainingOptions options) {
    TrainingParameters standard = preset(options);
    try {
      AlsParameters als = given(standard.als(), options.getSeed(), AlsParameters::withSeed);
      als = given(als, options.getRank(), AlsParameters::withRank);
      als = given(als, options.getIterations(), AlsParameters::withIterations);
      als = given(als, options.getRegularization(), AlsParameters::withRegularization);
      als =
          given(
              als, options.getRegularizationExponent(), AlsParameters::withRegularizationExponent);
      als = given(als, options.getAlpha(), AlsParameters::withAlpha);
      als = given(als, options.getNonNegative(), AlsParameters::withNonNegative);
      als = given(als, options.getTolerance(), AlsParameters::withTolerance);
      als =
          given(
              als,
              options.getFeedback(),
              (parameters, feedback) ->
                  parameters.withImplicit(
                      Inputs.choice("--feedback", feedback, Feedback.class) == Feedback.IMPLICIT));
      LikelihoodTransform likelihood =
          options.getLikelihood() == null
              ? standard.likelihood()
              : Inputs.choice("--likelihood", options.getLikelihood(), LikelihoodTransform.class);
      Affinity affinity =
          options.getAffinity() == null
              ? standard.affinity()
              : Inputs.choice("--affinity", options.getAffinity(), Affinity.class);
      return new TrainingParameters(als, likelihood, affinity);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage());
    }
  }

  private static TrainingParameters preset(TrainingOptions options) {
    if (options.getPreset() == null) {
      return TrainingParameters.DEFAULT;
    }
    return switch (Inputs.choice("--preset", options.getPreset(), Preset.class)) {
      case DEFAULT -> TrainingParameters.DEFAULT;
      case CLASSIC -> TrainingParameters.CLASSIC;
    };
  }

  private static <T> AlsParameters given(
      AlsParameters parameters, T value, BiFunction<AlsParameters, T, AlsParameters> with) {
    return value == null ? parameters : with.apply(parameters, value);
  }
}
