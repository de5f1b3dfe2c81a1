package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  @Test
  void saysTheFirstLineOfTheInnermostMessage() {
    assertThat(
        Failures.describe(
            new RuntimeException(
                "wrapped", new IllegalStateException("the disk is full\nby its quota"))),
        is("the disk is full"));
  }

  @Test
  void namesTheTypeWhereTheMessageIsOneWord() {
    assertThat(
        Failures.describe(new IllegalStateException("tenants")),
        is("IllegalStateException: tenants"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Java heap space", "GC overhead limit exceeded"})
  void saysWhatToDoAboutTooLittleMemory(String message) {
    assertThat(
        Failures.describe(new RuntimeException(new OutOfMemoryError(message))),
        allOf(
            startsWith(message + ": give Java more memory"),
            containsString("BYOML_JAVA_OPTIONS"),
            containsString("--factorization=inMemory")));
  }

  @Test
  void findsTooLittleMemoryOfAWorkerInWhatSparkSays() {
    assertThat(
        Failures.describe(
            new RuntimeException(
                "Job aborted due to stage failure: Task 1 in stage 49.0 failed:"
                    + " java.lang.OutOfMemoryError: Java heap space")),
        containsString("by its workers' settings"));
  }
}
