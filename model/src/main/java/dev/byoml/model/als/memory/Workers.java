package dev.byoml.model.als.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Some threads that share out numbered tasks: whoever is free takes the next. */
final class Workers implements AutoCloseable {
  /** Work that is done number by number. */
  interface Work {
    /**
     * Does one task.
     *
     * @param worker number of the thread, from 0
     * @param task number of the task, from 0
     */
    void run(int worker, int task);
  }

  private final int threads;
  private final ExecutorService others;

  /** The calling thread and {@code threads − 1} more. */
  Workers(int threads) {
    this.threads = threads;
    others =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "als-worker");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Number of threads. */
  int count() {
    return threads;
  }

  /** Does {@code tasks} tasks and waits for the last. */
  void run(int tasks, Work work) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, tasks); i++) {
      int worker = i;
      running.add(others.submit(() -> take(next, tasks, worker, work)));
    }
    try {
      take(next, tasks, 0, work);
    } finally {
      // Nobody takes a new task once one has failed, and nobody is left running.
      next.set(tasks);
      running.forEach(Workers::await);
    }
  }

  private static void take(AtomicInteger next, int tasks, int worker, Work work) {
    for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
      work.run(worker, task);
    }
  }

  private static void await(Future<?> running) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          running.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a worker failed: " + e.getCause(), e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
