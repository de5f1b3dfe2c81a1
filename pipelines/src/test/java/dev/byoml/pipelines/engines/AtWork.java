package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Finds the Java process that is at work in some code, by the stacks of its threads. */
final class AtWork {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private AtWork() {}

  /**
   * Waits until one of the worker processes runs code of a package, and gives it.
   *
   * @param cluster whose processes are looked at
   * @param code start of the names of the classes
   * @param run the run that brings the work; when it ends before, waiting is in vain
   */
  static ProcessHandle await(Cluster cluster, String code, Engine.Run run)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      boolean over = !run.process().isAlive();
      Optional<ProcessHandle> found = Optional.empty();
      for (ProcessHandle candidate : cluster.workerProcesses()) {
        if (found.isEmpty() && stacks(candidate).contains("at " + code)) {
          found = Optional.of(candidate);
        }
      }
      if (found.isPresent()) {
        return found.get();
      }
      if (over) {
        throw new IllegalStateException(
            "the run ended before it was seen in " + code + ": " + run.await().errors());
      }
    }
    throw new IllegalStateException("no process got to " + code);
  }

  /** The stacks of a Java process's threads; nothing if it is not ready to tell, or has ended. */
  private static String stacks(ProcessHandle process) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process tool =
        new ProcessBuilder(
                jcmd, "-J-XX:TieredStopAtLevel=1", Long.toString(process.pid()), "Thread.print")
            .redirectErrorStream(true)
            .start();
    tool.getOutputStream().close();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    tool.waitFor();
    return output;
  }
}
