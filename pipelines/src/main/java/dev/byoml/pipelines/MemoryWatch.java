package dev.byoml.pipelines;

import dev.byoml.pipelines.cli.Failures;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Ends a process that does nothing any more but look for memory. Java's own limit counts
 * collections and not time, and may come minutes after the run has come to a standstill.
 */
final class MemoryWatch {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Share of a window that is spent on collections. */
  private static final double MOST_COLLECTING = 0.9;

  /** Share of the heap that collections leave in use. */
  private static final double MOST_USED = 0.9;

  private final Deque<Long> collecting = new ArrayDeque<>();
  private final Deque<Long> times = new ArrayDeque<>();

  MemoryWatch() {}

  /**
   * Watches this process until it ends.
   *
   * @param err where the reason goes if it has to be ended
   * @param status exit status in that case
   */
  static void start(PrintStream err, int status) {
    Thread thread =
        new Thread(
            () -> {
              MemoryWatch watch = new MemoryWatch();
              while (!watch.isExhausted(System.nanoTime(), collectingMillis(), usedShare())) {
                try {
                  Thread.sleep(PAUSE.toMillis());
                } catch (InterruptedException e) {
                  return;
                }
              }
              err.println("byoml: the run failed: the heap is full: " + Failures.TOO_LITTLE_MEMORY);
              err.flush();
              // Not exit, whose hooks would wait for memory too.
              Runtime.getRuntime().halt(status);
            },
            "byoml-memory-watch");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  /**
   * Whether nothing but collections happened for a while, and gave nothing free.
   *
   * @param nanoTime now
   * @param collectingMillis time spent on collections so far
   * @param usedShare share of the heap in use
   */
  boolean isExhausted(long nanoTime, long collectingMillis, double usedShare) {
    if (usedShare < MOST_USED) {
      collecting.clear();
      times.clear();
    }
    collecting.addLast(collectingMillis);
    times.addLast(nanoTime);
    long window = nanoTime - times.peekFirst();
    if (window < WINDOW.toNanos()) {
      return false;
    }
    long spent = collectingMillis - collecting.removeFirst();
    times.removeFirst();
    return spent * 1e6 >= MOST_COLLECTING * window;
  }

  private static long collectingMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private static double usedShare() {
    Runtime runtime = Runtime.getRuntime();
    return (double) (runtime.totalMemory() - runtime.freeMemory()) / runtime.maxMemory();
  }
}
