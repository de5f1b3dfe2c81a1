package dev.byoml.pipelines.azure;

import dev.byoml.pipelines.Byoml;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The command line in a process of its own, with an environment of its own. */
public final class ByomlProcess {
  private ByomlProcess() {}

  /** Runs {@code byoml} with some variables beside those of this process. */
  public static Program.Result run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return run(environment, List.of(), arguments);
  }

  /** Runs {@code byoml} with some variables and with some options of the Java machine. */
  public static Program.Result run(
      Map<String, String> environment, List<String> javaOptions, String... arguments)
      throws IOException, InterruptedException {
    return runMain(Byoml.class, environment, javaOptions, arguments);
  }

  /** Runs a class of this class path, with some variables beside those of this process. */
  public static Program.Result runMain(
      Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    return runMain(main, environment, List.of(), arguments);
  }

  /**
   * Starts {@code byoml} and kills it, as nothing can prevent, as soon as something is so.
   *
   * @return whether it was killed; if not, it had ended before
   */
  public static boolean killWhen(
      BooleanSupplier reached, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(words(Byoml.class, List.of(), arguments))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    Process process = builder.start();
    while (process.isAlive() && !reached.getAsBoolean()) {
      Thread.onSpinWait();
    }
    boolean killed = process.isAlive();
    process.destroyForcibly().waitFor();
    return killed;
  }

  private static Program.Result runMain(
      Class<?> main, Map<String, String> environment, List<String> javaOptions, String... arguments)
      throws IOException, InterruptedException {
    return Program.run(
        Path.of("").toAbsolutePath(), environment, words(main, javaOptions, arguments));
  }

  private static List<String> words(Class<?> main, List<String> javaOptions, String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    words.addAll(javaOptions);
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    words.addAll(List.of(arguments));
    return words;
  }
}
