package dev.byoml.pipelines.train;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.LocalModelFolder;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that starts at the factors of an earlier model. */
class StartFromTest {
  @TempDir static Path shared;
  private static Path events;

  @TempDir Path folder;

  @BeforeAll
  static void trainTheEarlierModel() throws IOException {
    events = Events.write(shared.resolve("events.jsonl"), Events.training());
    assertThat(
        train(shared.resolve("earlier"), "--algorithm=als", "--to=2026-03-15").status(), is(0));
  }

  @Test
  void isAsGoodInAThirdOfTheIterations() throws IOException {
    train(folder.resolve("cold"), "--algorithm=als");
    train(folder.resolve("warm"), "--algorithm=als", start(), "--iterations=8");

    assertThat(objective("warm"), is(lessThanOrEqualTo(objective("cold"))));
  }

  @Test
  void givesTheSameModelAgainAndInBlocks() throws IOException {
    train(folder.resolve("once"), "--algorithm=als", start(), "--iterations=3");
    train(folder.resolve("again"), "--algorithm=als", start(), "--iterations=3");
    train(
        folder.resolve("blocks"),
        "--algorithm=als",
        start(),
        "--iterations=3",
        "--factorization=blocked",
        "--factorizationBlocks=3");
    train(folder.resolve("cold"), "--algorithm=als", "--iterations=3");

    String id = manifest("once").modelId();
    assertThat(manifest("again").modelId(), is(id));
    assertThat(manifest("blocks").modelId(), is(id));
    assertThat(manifest("cold").modelId(), is(not(id)));
  }

  @Test
  void refusesAModelOfAnotherRank() {
    Cli cli = train(folder.resolve("model"), "--algorithm=als", start(), "--rank=7");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("holds factors of another rank than --rank=7"));
  }

  @Test
  void saysWhereItHelpsNothing() {
    Cli cli = train(folder.resolve("model"), "--algorithm=walk", start());

    assertThat(cli.status(), is(0));
    assertThat(
        cli.out(),
        containsString("--startFrom helps nothing here: walk does not begin with alternating"));
  }

  private static String start() {
    return "--startFrom=" + shared.resolve("earlier");
  }

  private static Cli train(Path model, String... options) {
    List<String> words = new ArrayList<>(List.of("train", "--input=" + events, "--model=" + model));
    words.addAll(List.of(options));
    return Cli.run(words.toArray(String[]::new));
  }

  private double objective(String model) throws IOException {
    List<Double> objective = manifest(model).tenants().get(0).objective();
    return objective.get(objective.size() - 1);
  }

  private ModelManifest manifest(String model) throws IOException {
    return ModelReader.open(new LocalModelFolder(folder.resolve(model))).manifest();
  }
}
