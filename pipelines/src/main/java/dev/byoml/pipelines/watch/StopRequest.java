package dev.byoml.pipelines.watch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a run without end is to end: SIGTERM and the like ask for it. The process then waits
 * until this is closed, and ends with status 0 if the run did in good order.
 */
final class StopRequest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StopRequest.class);
  private static final Duration GRACE = Duration.ofSeconds(45);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "stop");
  private volatile boolean inGoodOrder;

  private StopRequest() {}

  /** Listens to the signals that end a process. */
  static StopRequest onSignals() {
    StopRequest request = new StopRequest();
    Runtime.getRuntime().addShutdownHook(request.hook);
    return request;
  }

  /**
   * Waits for it.
   *
   * @return whether the run is to end
   */
  boolean await(Duration pause) {
    try {
      return asked.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      asked.countDown();
      return true;
    }
  }

  /** Whether the run is to end. */
  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** The run has ended as it should. */
  void endedInGoodOrder() {
    inGoodOrder = true;
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("The process is ending already", e);
    }
  }

  private void end() {
    asked.countDown();
    try {
      if (!ended.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The run did not end within {} seconds", GRACE.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (inGoodOrder) {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(0);
    }
  }
}
