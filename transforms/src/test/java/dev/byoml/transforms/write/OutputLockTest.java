package dev.byoml.transforms.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {
  @TempDir Path folder;

  @Test
  void keepsAnotherProcessOutUntilItIsClosed() throws Exception {
    try (OutputLock lock = take(folder)) {
      assertThat(takenByAnotherProcess(), is("no"));
    }
    assertThat(takenByAnotherProcess(), is("yes"));
  }

  @Test
  void keepsAnotherThreadOut() throws Exception {
    try (OutputLock lock = take(folder)) {
      assertThat(
          OutputLock.take(folder.toString(), PipelineOptionsFactory.create(), "another").isEmpty(),
          is(true));
    }
  }

  @Test
  void isSeenWhileItIsHeld() throws Exception {
    try (OutputLock lock = take(folder)) {
      assertThat(OutputLock.isIn(folder.toString()), is(true));
    }
    assertThat(OutputLock.isIn(folder.toString()), is(false));
  }

  @Test
  void aFileThatAKilledRunLeftStopsNobody() throws Exception {
    Files.writeString(folder.resolve(OutputLock.FILE), "a run of yesterday, which wrote more text");
    take(folder).close();
    assertThat(OutputLock.isIn(folder.toString()), is(false));
  }

  private static OutputLock take(Path folder) throws Exception {
    return OutputLock.take(folder.toString(), PipelineOptionsFactory.create(), "a run").get();
  }

  private String takenByAnotherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    OtherRun.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  /** Takes a folder and says whether it could. */
  static final class OtherRun {
    private OtherRun() {}

    public static void main(String[] arguments) throws Exception {
      System.out.println(
          OutputLock.take(arguments[0], PipelineOptionsFactory.create(), "another run").isPresent()
              ? "yes"
              : "no");
    }
  }
}
