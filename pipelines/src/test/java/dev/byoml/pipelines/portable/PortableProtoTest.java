package dev.byoml.pipelines.portable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.pipelines.Cli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.util.construction.CoderTranslation;
import org.apache.beam.sdk.util.construction.ModelCoders;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.ParDoTranslation;
import org.apache.beam.sdk.util.construction.RehydratedComponents;
import org.apache.beam.sdk.util.construction.SdkComponents;
import org.apache.beam.sdk.util.construction.graph.PipelineValidator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both pipelines, as portable runners get them, and back. */
class PortableProtoTest {
  private static final String INPUT =
      "--input=" + Path.of("..", "sample-data", "small", "am-securityevent");
  private static final String RUNNER = "--runner=" + ProtoRunner.class.getName();

  /** Where the coders come from that a runner of another language hands on without reading. */
  private static final List<String> KNOWN =
      List.of("dev.byoml.transforms.", "org.apache.beam.sdk.");

  /** A coder that follows the bytes of Java serialization is none that anybody knows. */
  private static final String JAVA_SERIALIZATION = "SerializableCoder";

  @TempDir static Path folder;

  @BeforeAll
  static void train() {
    assertThat(
        Cli.run("train", INPUT, "--to=2026-03-31", "--model=" + folder.resolve("model")).status(),
        is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "train --factorization=blocked", "score"})
  void isWholeAndAlwaysTheSame(String command) {
    RunnerApi.Pipeline once = proto(command);
    PipelineValidator.validate(once);
    assertThat(once.getComponents().getTransformsCount(), greaterThan(50));
    assertThat(
        proto(command).getComponents().getCodersMap(), is(once.getComponents().getCodersMap()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "train --factorization=blocked", "score"})
  void comesBackWithCodersThatAreKnown(String command) throws IOException {
    RunnerApi.Components components = proto(command).getComponents();
    RehydratedComponents back = RehydratedComponents.forComponents(components);
    Set<String> unknown = new TreeSet<>();
    for (String id : components.getCodersMap().keySet()) {
      String urn = components.getCodersOrThrow(id).getSpec().getUrn();
      Coder<?> coder = back.getCoder(id);
      String name = coder.getClass().getName();
      boolean isKnown =
          ModelCoders.urns().contains(urn)
              || KNOWN.stream().anyMatch(name::startsWith) && !name.endsWith(JAVA_SERIALIZATION);
      if (!isKnown) {
        unknown.add(name);
      }
      SdkComponents again = SdkComponents.create();
      again.registerEnvironment(components.getEnvironmentsMap().values().iterator().next());
      assertThat(
          CoderTranslation.toProto(coder, again).getSpec(),
          is(components.getCodersOrThrow(id).getSpec()));
    }
    assertThat(unknown, is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "score"})
  void comesBackWithItsCollectionsAndFunctions(String command) throws IOException {
    RunnerApi.Components components = proto(command).getComponents();
    RehydratedComponents back =
        RehydratedComponents.forComponents(components).withPipeline(Pipeline.create());
    for (String id : components.getPcollectionsMap().keySet()) {
      assertThat(back.getPCollection(id).getCoder(), is(notNullValue()));
    }
    int functions = 0;
    for (RunnerApi.PTransform transform : components.getTransformsMap().values()) {
      if (transform.getSpec().getUrn().equals(PTransformTranslation.PAR_DO_TRANSFORM_URN)) {
        RunnerApi.ParDoPayload payload =
            RunnerApi.ParDoPayload.parseFrom(transform.getSpec().getPayload());
        assertThat(ParDoTranslation.getDoFn(payload), is(notNullValue()));
        functions++;
      }
    }
    assertThat(functions, greaterThan(20));
  }

  /** A runner groups by the bytes of keys, so these must be the same in every language. */
  @ParameterizedTest
  @ValueSource(strings = {"train", "train --factorization=blocked", "score"})
  void groupsByKeysOfDeterministicCoders(String command) throws Exception {
    RunnerApi.Components components = proto(command).getComponents();
    RehydratedComponents back = RehydratedComponents.forComponents(components);
    List<String> keys = new ArrayList<>();
    for (RunnerApi.PTransform transform : components.getTransformsMap().values()) {
      if (transform.getSpec().getUrn().equals(PTransformTranslation.GROUP_BY_KEY_TRANSFORM_URN)) {
        String input = transform.getInputsMap().values().iterator().next();
        RunnerApi.Coder pair =
            components.getCodersOrThrow(components.getPcollectionsOrThrow(input).getCoderId());
        back.getCoder(pair.getComponentCoderIds(0)).verifyDeterministic();
        keys.add(back.getCoder(pair.getComponentCoderIds(0)).getClass().getName());
      }
    }
    assertThat(keys.size(), greaterThan(5));
    assertThat(keys, everyItem(startsWith("org.apache.beam.sdk.coders.")));
  }

  private static RunnerApi.Pipeline proto(String command) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(INPUT);
    words.add(RUNNER);
    if (command.startsWith("score")) {
      words.addAll(
          List.of(
              "--from=2026-03-31",
              "--to=2026-04-01",
              "--model=" + folder.resolve("model"),
              "--output=" + folder.resolve("results"),
              "--allScores=" + folder.resolve("all-scores")));
    } else {
      words.add("--model=" + folder.resolve("new-model"));
    }
    // It fails after the run, which has left nothing.
    Cli.run(words.toArray(String[]::new));
    return ProtoRunner.kept();
  }
}
