package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Something that runs a command of byoml as a process of its own.
 *
 * @param name for people
 * @param before the program and what stands before the command
 * @param after what stands after its options
 * @param environment variables beside those of this process
 */
record Engine(
    String name, List<String> before, List<String> after, Map<String, String> environment) {
  private static final long LONGEST_MINUTES = 10;

  /** A runner within one process, started by {@code scripts/byoml}. */
  static Engine onThisMachine(String name, String runner) {
    return new Engine(
        name,
        List.of(Installation.script("byoml")),
        List.of("--runner=" + runner),
        Map.of("BYOML_JAVA_OPTIONS", "-Xmx1g -XX:TieredStopAtLevel=1"));
  }

  /**
   * A run that is under way.
   *
   * @param process the process that the user would have started
   * @param output where its standard output goes
   * @param errors where its standard error goes
   */
  record Run(Process process, Path output, Path errors) {
    /** Waits for the end. */
    Ended await() throws IOException, InterruptedException {
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException("the run does not end; see " + errors);
      }
      return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }
  }

  /**
   * How a run ended.
   *
   * @param status exit status
   * @param output standard output
   * @param errors standard error
   */
  record Ended(int status, String output, String errors) {}

  /** Starts a command; its output goes to files in {@code logs}. */
  Run start(Path logs, List<String> arguments) throws IOException {
    Files.createDirectories(logs);
    Path output = logs.resolve(arguments.get(0) + ".out");
    Path errors = logs.resolve(arguments.get(0) + ".err");
    List<String> words = new ArrayList<>(before);
    words.addAll(arguments);
    words.addAll(after);
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new Run(process, output, errors);
  }

  /** Runs a command to its end. */
  Ended run(Path logs, List<String> arguments) throws IOException, InterruptedException {
    return start(logs, arguments).await();
  }
}
