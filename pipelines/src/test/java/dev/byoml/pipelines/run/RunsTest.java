package dev.byoml.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are not to be waited for; those that may go on are in {@code NotWaitedForIT}. */
class RunsTest {
  @TempDir Path folder;

  @Test
  void refusesToLeaveARunThatEndsWithThisProcess() throws Exception {
    Path events = Events.write(folder.resolve("events.jsonl"), Events.training());
    Path model = folder.resolve("model");
    Cli cli = Cli.run("train", "--input=" + events, "--model=" + model, "--wait=false");
    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("--wait=false goes with --runner=FlinkRunner"));
    assertThat(Files.exists(model), is(false));
  }
}
