package dev.byoml.pipelines.watch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.transforms.model.WindowModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowModelsTest {
  private static final Duration LENGTH = Duration.ofMinutes(5);
  private static final Duration REFRESH = Duration.ofMinutes(10);
  private static final Instant NOON = Events.SCORED_DAY.plusSeconds(12 * 3600);

  @TempDir static Path shared;
  private static Path older;
  private static Path newer;

  @TempDir Path folder;

  @BeforeAll
  static void train() throws Exception {
    Path training = Events.write(shared.resolve("training.jsonl"), Events.training());
    older = train(training, "2026-03-15");
    newer = train(training, "2026-03-16");
  }

  private static Path train(Path training, String to) {
    Path model = shared.resolve(to);
    Cli cli =
        Cli.run(
            "train", "--input=" + training, "--to=" + to, "--algorithm=als", "--model=" + model);
    assertThat(cli.err(), cli.status(), is(0));
    return model;
  }

  @Test
  void takesTheNewestThatWasThereInTime() throws Exception {
    put(older, "a", NOON.minusSeconds(3600));
    put(newer, "b", NOON);
    WindowModels models = models();
    assertThat(folderOf(models, NOON.minusSeconds(300)), is("a"));
    assertThat(folderOf(models, NOON), is("b"));
    assertThat(folderOf(models, NOON.plusSeconds(300)), is("b"));
  }

  @Test
  void takesAWindowsModelHoweverLateItIsAskedFor() throws Exception {
    put(older, "a", NOON.minusSeconds(3600));
    assertThat(folderOf(models(), NOON.minusSeconds(300)), is("a"));
    put(newer, "b", NOON);
    // Another question, as this one has been answered for good on this machine.
    WindowModels onAnotherWorker =
        WindowModels.of(folder + "/*", null, LENGTH, REFRESH.minusNanos(1));
    assertThat(folderOf(onAnotherWorker, NOON.minusSeconds(300)), is("a"));
    assertThat(folderOf(onAnotherWorker, NOON), is("b"));
  }

  @Test
  void takesNoModelThatKnowsTheWindow() throws Exception {
    put(older, "a", NOON.minus(Duration.ofDays(9)));
    put(newer, "b", NOON.minus(Duration.ofDays(9)));
    assertThat(folderOf(models(), Instant.parse("2026-03-15T12:00:00Z")), is("a"));
    assertThat(folderOf(models(), NOON), is("b"));
  }

  @Test
  void takesTheFirstThatCameWhereNoneWasThereInTime() throws Exception {
    put(newer, "b", NOON.plus(Duration.ofDays(9)));
    put(older, "a", NOON.plus(Duration.ofDays(8)));
    assertThat(folderOf(models(), NOON), is("a"));
  }

  @Test
  void passesOverAModelThatIsBrokenOrHalfThere() throws Exception {
    put(older, "a", NOON.minusSeconds(3600));
    Path broken = put(newer, "b", NOON.minusSeconds(1800));
    Files.writeString(broken.resolve("manifest.json"), "{\"formatVersion\":1,");
    Path half = put(newer, "c", NOON.minusSeconds(1700));
    try (Stream<Path> files = Files.walk(half)) {
      Files.delete(
          files
              .filter(file -> file.toString().endsWith(".avro"))
              .max(Path::compareTo)
              .orElseThrow());
    }
    assertThat(folderOf(models(), NOON), is("a"));
  }

  @Test
  void failsWhereThereIsNone() {
    assertThrows(IllegalStateException.class, () -> models().of(NOON));
  }

  private WindowModels models() {
    return WindowModels.of(folder + "/*", null, LENGTH, REFRESH);
  }

  private static String folderOf(WindowModels models, Instant window) {
    String folder = models.of(window).reference().folder();
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private Path put(Path model, String name, Instant written) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(model.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    Files.setLastModifiedTime(copy.resolve("manifest.json"), FileTime.from(written));
    return copy;
  }
}
