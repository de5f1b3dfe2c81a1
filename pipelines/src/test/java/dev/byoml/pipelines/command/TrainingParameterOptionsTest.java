package dev.byoml.pipelines.command;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.score.Affinity;
import dev.byoml.model.score.TrainingParameters;
import dev.byoml.pipelines.options.TrainingOptions;
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

  private static TrainingParameters parameters(String... arguments) {
    return TrainingParameterOptions.of(
        PipelineOptionsFactory.fromArgs(arguments).as(TrainingOptions.class));
  }
}
