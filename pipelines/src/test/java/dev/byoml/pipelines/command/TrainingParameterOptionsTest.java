package dev.byoml.pipelines.command;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.score.Affinity;
import dev.byoml.model.score.TrainingParameters;
import dev.byoml.pipelines.options.TrainingOptions;
import dev.byoml.transforms.template.Template;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class TrainingParameterOptionsTest {

  @Test
  void areTheDefaultWhereNothingIsGiven() {
    assertThat(parameters(), is(TrainingParameters.DEFAULT));
    assertThat(parameters("--preset=default"), is(TrainingParameters.DEFAULT));
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
