package dev.byoml.pipelines.train;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.train.FactorizationMethod;
import dev.byoml.transforms.train.LearnModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactorizationOptionsTest {
  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void writeAThousandBytes() throws IOException {
    input = Files.writeString(folder.resolve("accesses.tsv"), "x".repeat(1000));
  }

  @Test
  void factorizeASmallInputInMemoryWithoutCountingFirst() {
    assertThat(factorization().method(), is(FactorizationMethod.IN_MEMORY));
  }

  @Test
  void countTheTenantsOfAnInputThatMayBeTooLarge() {
    assertThat(
        factorization("--mostAccessesInMemory=49").method(), is(FactorizationMethod.BY_SIZE));
  }

  @Test
  void takeACompressedInputForLarger() throws IOException {
    input = Files.writeString(folder.resolve("accesses.tsv.gz"), "x".repeat(1000));

    assertThat(
        factorization("--mostAccessesInMemory=1000").method(), is(FactorizationMethod.BY_SIZE));
  }

  @Test
  void doAsTheUserSaysWhateverTheCase() {
    assertThat(
        factorization("--factorization=INMEMORY", "--mostAccessesInMemory=1").method(),
        is(FactorizationMethod.IN_MEMORY));
    assertThat(
        factorization("--factorization=blocked", "--factorizationBlocks=3").method(),
        is(FactorizationMethod.BLOCKED));
  }

  @Test
  void refuseAnUnknownChoice() {
    assertThat(
        refusal("--factorization=huge"),
        is("--factorization must be auto, inMemory or blocked, got 'huge'"));
  }

  @Test
  void refuseNumbersBelowOne() {
    assertThat(
        refusal("--factorizationBlocks=0"), is("--factorizationBlocks must be at least 1, got 0"));
    assertThat(
        refusal("--mostAccessesInMemory=-5"),
        is("--mostAccessesInMemory must be at least 1, got -5"));
  }

  @Test
  void refuseBlocksForAnotherAlgorithm() {
    TrainingParameters poisson =
        TrainingParameters.DEFAULT.withAlgorithm(new AlgorithmSettings("poisson", Map.of()));
    UsageException refusal =
        assertThrows(
            UsageException.class,
            () ->
                FactorizationOptions.of(
                    options("--factorization=blocked"), poisson, TimeRange.ALL));

    assertThat(
        refusal.getMessage(),
        is(
            "--factorization=blocked goes with --algorithm=auto or als; poisson learns each tenant"
                + " in memory"));
  }

  @Test
  void learnInMemoryByAnotherAlgorithmWhateverTheSizeOfTheInput() {
    TrainingParameters poisson =
        TrainingParameters.DEFAULT.withAlgorithm(new AlgorithmSettings("poisson", Map.of()));

    LearnModels learning =
        FactorizationOptions.of(options("--mostAccessesInMemory=1"), poisson, TimeRange.ALL);

    assertThat(learning.method(), is(FactorizationMethod.IN_MEMORY));
    assertThat(learning.mostAccessesInMemory(), is(1L));
  }

  private String refusal(String option) {
    return assertThrows(UsageException.class, () -> factorization(option)).getMessage();
  }

  private LearnModels factorization(String... arguments) {
    return FactorizationOptions.of(options(arguments), TrainingParameters.DEFAULT, TimeRange.ALL);
  }

  private TrainingOptions options(String... arguments) {
    TrainingOptions options = PipelineOptionsFactory.fromArgs(arguments).as(TrainingOptions.class);
    options.setInput(input.toString());
    return options;
  }
}
