package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.byoml.pipelines.sample.SampleDataOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a user sees of a command that breaks off. */
class CommandLineFailureTest {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @Test
  void endsARunWithoutMemoryInOneLineOfAdvice() {
    int status = run(new OutOfMemoryError("Java heap space"));
    assertThat(status, is(CommandLine.FAILED));
    assertThat(
        errors.toString(StandardCharsets.UTF_8),
        startsWith("byoml: the run failed: Java heap space: give Java more memory"));
  }

  @Test
  void saysWhyARunFailed() {
    int status = run(new IllegalStateException("the disk is full"));
    assertThat(status, is(CommandLine.FAILED));
    assertThat(
        errors.toString(StandardCharsets.UTF_8),
        startsWith("byoml: the run failed: the disk is full\n"));
  }

  private int run(Throwable failure) {
    PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
    return new CommandLine(List.of(new Failing(failure)), err, err)
        .run("failing", "--output=anywhere");
  }

  private static final class Failing extends Command<SampleDataOptions> {
    private final Throwable failure;

    Failing(Throwable failure) {
      super("failing", "fails", SampleDataOptions.class, "failing");
      this.failure = failure;
    }

    @Override
    protected void run(SampleDataOptions options, PrintStream out, Consumer<String> warnings) {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }
}
