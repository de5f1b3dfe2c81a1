package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.util.List;

/** An engine on several workers, of which one can be lost. */
interface Cluster extends AutoCloseable {
  /** What submits a command to this cluster. */
  Engine engine();

  /** The processes that do the work, those that run now. */
  List<ProcessHandle> workerProcesses();

  /**
   * Ends a worker at once, as if its machine had lost power.
   *
   * @param process of the worker, one of {@link #workerProcesses()}
   */
  void kill(ProcessHandle process) throws InterruptedException;

  /** Starts another worker and waits until the cluster knows it. */
  void addWorker() throws IOException, InterruptedException;

  @Override
  void close() throws InterruptedException;
}
