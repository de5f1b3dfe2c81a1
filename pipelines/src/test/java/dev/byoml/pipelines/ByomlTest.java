package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.api.Test;

/** The entry for programs that go on after a command. */
class ByomlTest {
  @Test
  void goesOnAfterACommandThatWasDone() {
    assertThat(Byoml.run("--version"), is(0));
  }

  @Test
  void goesOnAfterACommandThatFailed() {
    assertThat(Byoml.run("report", "--results=/no/such", "--model=/no/such", "--output=x"), is(2));
  }

  @Test
  void saysThatItHasNoSparkToBeLent() {
    assertThat(Byoml.run("train", "--usesProvidedSparkContext"), is(2));
  }
}
