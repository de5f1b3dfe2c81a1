package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A model of the training days of {@link Events}.
 *
 * @param events the file of the training days
 * @param model the folder of the model
 */
public record Trained(Path events, Path model) {

  /** Trains in a folder, with some options beside the input and the model. */
  public static Trained in(Path folder, String... options) throws IOException {
    Path events = Events.write(folder.resolve("training.jsonl"), Events.training());
    Path model = folder.resolve("model");
    List<String> arguments =
        new ArrayList<>(List.of("train", "--input=" + events, "--model=" + model));
    arguments.addAll(List.of(options));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.err(), cli.status(), is(0));
    return new Trained(events, model);
  }
}
