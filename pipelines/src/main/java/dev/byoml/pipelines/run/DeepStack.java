package dev.byoml.pipelines.run;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls something on a thread whose stack is deep enough for whoever walks a graph by recursion.
 * Flink's optimizer does, and a factorization in blocks is a chain of two steps for each iteration.
 */
final class DeepStack {
  /** Only what is used of it takes memory. 256 MB are enough for some thousand iterations. */
  private static final long STACK_BYTES = 256L << 20;

  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private DeepStack() {}

  /**
   * Calls and waits.
   *
   * @throws RuntimeException what the call threw
   * @throws Error what the call threw
   * @throws CancellationException if this thread was interrupted meanwhile; the other one is then
   *     interrupted too
   */
  static <T> T call(Callable<T> callable) {
    try {
      return call(callable, FOR_EVER);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Calls and waits.
   *
   * @param longest how long
   * @throws TimeoutException if it takes longer; it goes on then and is not waited for
   * @throws RuntimeException what the call threw
   * @throws Error what the call threw
   * @throws CancellationException if this thread was interrupted meanwhile; the other one is then
   *     interrupted too
   */
  static <T> T call(Callable<T> callable, Duration longest) throws TimeoutException {
    FutureTask<T> task = new FutureTask<>(callable);
    Thread thread = new Thread(null, task, Thread.currentThread().getName(), STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }
}
