package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaVersionsTest {

  @ParameterizedTest
  @CsvSource({"DirectRunner, 17", "DirectRunner, 21", "SparkRunner, 17", "FlinkRunner, 17"})
  void allowsWhatARunnerSupports(String runner, int version) {
    JavaVersions.check(runner, version);
  }

  @ParameterizedTest
  @CsvSource({"DirectRunner, 25, 17 or 21", "SparkRunner, 21, Java 17", "FlinkRunner, 24, Java 17"})
  void saysWhichJavaARunnerNeeds(String runner, int version, String needed) {
    UsageException e =
        assertThrows(UsageException.class, () -> JavaVersions.check(runner, version));
    assertThat(e.getMessage(), containsString(needed));
  }
}
