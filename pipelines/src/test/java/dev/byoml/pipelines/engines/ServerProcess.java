package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process of this machine with its output in a file; it ends, with its children, on close. */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a program in {@code folder}, with variables beside those of this process. */
  static ServerProcess start(
      Path log, Path folder, Map<String, String> environment, List<String> words)
      throws IOException {
    Files.createDirectories(log.getParent());
    Files.createDirectories(folder);
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new ServerProcess(process, log);
  }

  /** The Java program that runs this one. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The process and its id. */
  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Waits until a line of the output matches, and gives its first group. */
  String awaitLine(Pattern pattern) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      boolean alive = process.isAlive();
      Matcher matcher = pattern.matcher(Files.readString(log));
      if (matcher.find()) {
        return matcher.group(1);
      }
      if (!alive) {
        throw new IllegalStateException("the process ended; see " + log + "\n" + tail());
      }
      Thread.sleep(PAUSE.toMillis());
    }
    throw new IllegalStateException("no '" + pattern + "' in " + log + "\n" + tail());
  }

  /** Ends the process and its children at once, as a power cut would. */
  void kill() throws InterruptedException {
    List<ProcessHandle> all = withChildren();
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> all = withChildren();
    process.destroy();
    process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  private List<ProcessHandle> withChildren() {
    return Stream.concat(Stream.of(process.toHandle()), process.toHandle().descendants()).toList();
  }

  private String tail() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
