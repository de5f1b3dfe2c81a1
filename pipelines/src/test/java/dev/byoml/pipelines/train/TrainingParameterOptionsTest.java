package dev.byoml.pipelines.train;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.template.Template;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingParameterOptionsTest {

  @Test
  void letTheTenantsDataChooseWhereNothingIsGiven() {
    assertThat(parameters(), is(Algorithms.named("auto").defaults()));
    assertThat(parameters("--preset=default"), is(Algorithms.named("auto").defaults()));
  }

  @Test
  void areThoseOfAlternatingLeastSquaresWhereItIsNamed() {
    assertThat(parameters("--algorithm=als"), is(TrainingParameters.DEFAULT));
    assertThat(parameters("--algorithm=als", "--preset=classic"), is(TrainingParameters.CLASSIC));
  }

  @Test
  void areTheReferencesUnderTheClassicPreset() {
    assertThat(parameters("--preset=classic"), is(TrainingParameters.CLASSIC));
  }

  @Test
  void takeAnExplicitOptionBeforeThePreset() {
    assertThat(
        parameters("--preset=classic", "--rank=12", "--affinity=cosine"),
        is(
            new TrainingParameters(
                TrainingParameters.CLASSIC.als().withRank(12),
                LikelihoodTransform.LINEAR,
                Affinity.COSINE)));
  }

  @Test
  void setTheParametersOfAlternatingLeastSquaresThatTheyAreCalledAfter() {
    assertThat(
        parameters(
                "--rank=1",
                "--iterations=2",
                "--regularization=3",
                "--regularizationExponent=4",
                "--alpha=5",
                "--nonNegative=false",
                "--feedback=explicit",
                "--seed=8",
                "--tolerance=9")
            .als(),
        is(new AlsParameters(1, 2, 3, 4, 5, false, false, 2, 1, 8, 9)));
  }

  @Test
  void refuseAnUnknownPreset() {
    UsageException refusal =
        assertThrows(UsageException.class, () -> parameters("--preset=newest"));
    assertThat(refusal.getMessage(), is("--preset must be default or classic, got 'newest'"));
  }

  @Test
  void takeWhatTheTemplateSaysBeforeThePreset() {
    assertThat(
        parametersWith("{preset: classic, rank: 12, affinity: cosine}"),
        is(
            new TrainingParameters(
                TrainingParameters.CLASSIC.als().withRank(12),
                LikelihoodTransform.LINEAR,
                Affinity.COSINE)));
  }

  @Test
  void takeAnOptionBeforeWhatTheTemplateSays() {
    assertThat(
        parametersWith("{rank: 12, alpha: 2}", "--rank=9", "--preset=classic").als(),
        is(TrainingParameters.CLASSIC.als().withAlpha(2).withRank(9)));
  }

  @Test
  void nameTheTemplateWhoseParameterCannotBe() {
    UsageException refusal =
        assertThrows(UsageException.class, () -> parametersWith("{affinity: near}"));
    assertThat(
        refusal.getMessage(),
        is(
            "template own: parameters: --affinity must be dot, cosine or neighbourhood, got"
                + " 'near'"));
  }

  @Test
  void areTheAlgorithmsOwnDefaultsWhereOneIsNamed() {
    assertThat(parameters("--algorithm=poisson"), is(Algorithms.named("poisson").defaults()));
    assertThat(parametersWith("{algorithm: poisson}"), is(Algorithms.named("poisson").defaults()));
  }

  @Test
  void takeTheSettingsOfTheAlgorithm() {
    assertThat(
        parameters("--algorithm=poisson", "--algorithmSettings=shape=0.5,rate=2").algorithm(),
        is(new AlgorithmSettings("poisson", Map.of("shape", "0.5", "rate", "2"))));
    assertThat(
        parametersWith("{algorithm: poisson, algorithmSettings: {shape: 0.5}}").algorithm(),
        is(new AlgorithmSettings("poisson", Map.of("shape", "0.5"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--algorithm=svd|--algorithm=svd: there is no algorithm svd on the class path",
        "--algorithm=poisson --alpha=2|--alpha is a parameter of als",
        "--algorithm=poisson --preset=classic|--preset=classic belongs to --algorithm=als",
        "--algorithm=poisson --algorithmSettings=shape|--algorithmSettings must be name=value",
        "--algorithm=poisson --algorithmSettings=shape=-1|shape=-1.0 must be above 0",
        "--algorithm=poisson --algorithmSettings=size=1|size is not a setting of poisson",
        "--algorithm=als --algorithmSettings=shape=1|shape is not a setting of als, which knows none",
        "--affinity=dot|--affinity is chosen by the algorithm auto; add --algorithm=als",
        "--algorithmSettings=candidates=best|there is no candidate best",
        "--algorithm=walk --algorithmSettings=userExponent=-1|userExponent=-1.0 must be above 0",
        "--algorithm=ease --algorithmSettings=resources=0.5|resources=0.5 must be a whole number"
      })
  void refuseWhatTheAlgorithmDoesNotTake(String arguments, String message) {
    UsageException refusal =
        assertThrows(UsageException.class, () -> parameters(arguments.split(" ")));
    assertThat(refusal.getMessage(), containsString(message));
  }

  private static TrainingParameters parameters(String... arguments) {
    return parametersWith("{}", arguments);
  }

  private static TrainingParameters parametersWith(String ofTemplate, String... arguments) {
    return TrainingParameterOptions.of(
        PipelineOptionsFactory.fromArgs(arguments).as(TrainingOptions.class),
        Template.parse(
            "own", "{time: T, user: U, resource: R, parameters: %s}".formatted(ofTemplate)));
  }
}
