package dev.byoml.pipelines.kafka;

import dev.byoml.pipelines.Cli;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code byoml watch} within this process, until it is closed. */
final class Watching implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE = 100;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<Cli> run;

  private Watching(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(0, "watch");
    run = thread.submit(() -> Cli.run(all.toArray(String[]::new)));
  }

  /** Starts it. */
  static Watching start(String... arguments) {
    return new Watching(arguments);
  }

  /** Waits until something is seen to be as it should, and gives what was seen last. */
  <T> T await(Callable<T> seen, Predicate<T> wanted) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    T last = seen.call();
    while (!wanted.test(last) && System.nanoTime() < end && !run.isDone()) {
      Thread.sleep(PAUSE);
      last = seen.call();
    }
    if (run.isDone() && !wanted.test(last)) {
      throw new IllegalStateException("watch ended: " + run.get().err());
    }
    return last;
  }

  /** Asks it to end, and gives what it said. */
  Cli stop() throws Exception {
    thread.shutdownNow();
    return run.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
