package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.byoml.pipelines.Cli;
import org.junit.jupiter.api.Test;

class BlobStorageTest {
  @Test
  void refusesAPathThatNamesNoContainer() {
    Cli cli = Cli.run("score", "--input=azfs://export", "--model=m", "--output=o");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("azfs://account/container/path"));
  }

  @Test
  void refusesTwoContainersOfOneName() {
    Cli cli =
        Cli.run("score", "--input=azfs://one/data/x", "--model=azfs://two/data/m", "--output=o");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("data is in one and in two"));
  }
}
