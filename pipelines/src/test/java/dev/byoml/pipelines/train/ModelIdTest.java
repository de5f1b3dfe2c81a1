package dev.byoml.pipelines.train;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;

import dev.byoml.pipelines.Cli;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the ids of models of the checked-in sample to what they have always been. */
class ModelIdTest {
  @ParameterizedTest
  @CsvSource({
    "default, 9f830ed6f3784c8849bce661a6b8ebe0",
    "classic, ea7afc9c91fb119e1756d84c066b73bb"
  })
  void staysTheSameForEachPreset(String preset, String id, @TempDir Path folder) {
    Cli trained =
        Cli.run(
            "train",
            "--algorithm=als",
            "--preset=" + preset,
            "--input=../sample-data/small/am-securityevent",
            "--from=2026-03-23",
            "--to=2026-03-31",
            "--model=" + folder.resolve("model"));

    assertThat(trained.err() + trained.out(), containsString("model: " + id));
  }
}
