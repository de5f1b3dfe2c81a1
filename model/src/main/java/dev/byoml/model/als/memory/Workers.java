package dev.byoml.model.als.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Some threads that share out numbered pieces of work: whoever is free takes the next piece. */
final class Workers implements AutoCloseable {
  /** A piece of work. */
  interface Task {
    /**
     * Does one piece.
     *
     * @param worker number of the thread, from 0
     * @param piece number of the piece, from 0
     */
    void run(int worker, int piece);
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

  /** Does {@code pieces} pieces and waits for the last. */
  void run(int pieces, Task task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, pieces); i++) {
      int worker = i;
      running.add(others.submit(() -> take(next, pieces, worker, task)));
    }
    try {
      take(next, pieces, 0, task);
    } finally {
      // Nobody takes a new piece once one has failed, and nobody is left running.
      next.set(pieces);
      running.forEach(Workers::await);
    }
  }

  private static void take(AtomicInteger next, int pieces, int worker, Task task) {
    for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
      task.run(worker, piece);
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
