package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.beam.sdk.util.Sleeper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends batches, each until it is written or there is no hope: what passes (408, 429, 5xx, no
 * answer) is tried again within the deadline and not before the service allows it, a batch that is
 * too large is split a few times, a token that is not accepted is renewed once, and a refusal is
 * final.
 *
 * <p>When the service refuses everybody, or a batch has missed its deadline, later batches are
 * given up untried: a run against a service that is down ends after one deadline, not after one for
 * each batch.
 */
public final class BatchSender implements AutoCloseable {
  /**
   * A batch is almost as large as the service allows. If it refuses the 32nd part as too large, and
   * has not taken any row yet, it is not for the size.
   */
  private static final int MOST_HALVINGS = 5;

  private static final Logger LOG = LoggerFactory.getLogger(BatchSender.class);

  private final Uploader uploader;
  private final RetrySchedule schedule;
  private final Random random;
  private final Sleeper sleeper;
  private final LongSupplier nanoTime;
  private Optional<String> givenUp = Optional.empty();
  private boolean hasWritten;

  /**
   * A sender that measures time by the system.
   *
   * @param random where the jitter of pauses comes from
   */
  public BatchSender(Uploader uploader, RetrySchedule schedule, Random random) {
    this(uploader, schedule, random, Sleeper.DEFAULT, System::nanoTime);
  }

  /** A sender with another way to wait and to tell the time. */
  public BatchSender(
      Uploader uploader,
      RetrySchedule schedule,
      Random random,
      Sleeper sleeper,
      LongSupplier nanoTime) {
    this.uploader = requireNonNull(uploader, "uploader");
    this.schedule = requireNonNull(schedule, "schedule");
    this.random = requireNonNull(random, "random");
    this.sleeper = requireNonNull(sleeper, "sleeper");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime");
  }

  /**
   * Sends a batch.
   *
   * @param observer receives what happens
   * @param unwritten receives every row that was not written
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(RowBatch batch, SendObserver observer, Consumer<UnwrittenRow> unwritten)
      throws InterruptedException {
    send(batch, 0, observer, unwritten);
  }

  private void send(
      RowBatch batch, int halvings, SendObserver observer, Consumer<UnwrittenRow> unwritten)
      throws InterruptedException {
    if (givenUp.isPresent()) {
      giveUp(batch, givenUp.get(), observer, unwritten);
      return;
    }
    long start = nanoTime.getAsLong();
    boolean tokenRenewed = false;
    for (int failures = 1; ; failures++) {
      Attempt attempt = attempt(batch, left(start), observer);
      switch (attempt.outcome()) {
        case WRITTEN -> {
          hasWritten = true;
          observer.written(batch.rows().size());
          return;
        }
        case TOO_LARGE -> {
          if (batch.rows().size() == 1) {
            giveUp(batch, attempt.reason(), true, observer, unwritten);
          } else if (halvings >= MOST_HALVINGS && !hasWritten) {
            giveUpAll(
                batch,
                "%s; it is answered to requests of %,d bytes as well: check what stands between here and the service"
                    .formatted(attempt.reason(), batch.body().length),
                observer,
                unwritten);
          } else {
            for (RowBatch half : batch.halves()) {
              send(half, halvings + 1, observer, unwritten);
            }
          }
          return;
        }
        case ROWS_REFUSED -> {
          giveUp(batch, attempt.reason(), observer, unwritten);
          return;
        }
        case ALL_REFUSED -> {
          giveUpAll(batch, attempt.reason(), observer, unwritten);
          return;
        }
        case TOKEN_REJECTED -> {
          if (tokenRenewed) {
            giveUpAll(batch, attempt.reason(), observer, unwritten);
            return;
          }
          tokenRenewed = true;
          uploader.forgetToken();
          observer.retried();
        }
        case TRY_LATER -> {
          Duration pause = pauseAfter(attempt, failures);
          if (pause.compareTo(left(start)) > 0) {
            giveUpAll(batch, attempt.reason(), observer, unwritten);
            return;
          }
          LOG.debug("Trying again in {}: {}", pause, attempt.reason());
          sleeper.sleep(pause.toMillis());
          observer.retried();
        }
      }
    }
  }

  private Duration left(long start) {
    return schedule.deadline().minusNanos(nanoTime.getAsLong() - start);
  }

  private Attempt attempt(RowBatch batch, Duration left, SendObserver observer)
      throws InterruptedException {
    long start = nanoTime.getAsLong();
    Attempt attempt = uploader.upload(batch, left);
    observer.requested(batch.body().length, Duration.ofNanos(nanoTime.getAsLong() - start));
    return attempt;
  }

  private Duration pauseAfter(Attempt attempt, int failures) {
    Duration pause = schedule.pauseAfter(failures, random);
    return attempt.retryAfter().filter(asked -> asked.compareTo(pause) > 0).orElse(pause);
  }

  private void giveUpAll(
      RowBatch batch, String reason, SendObserver observer, Consumer<UnwrittenRow> unwritten) {
    LOG.info("Rows are not sent any more: {}", reason);
    givenUp = Optional.of(reason);
    giveUp(batch, reason, observer, unwritten);
  }

  private static void giveUp(
      RowBatch batch, String reason, SendObserver observer, Consumer<UnwrittenRow> unwritten) {
    giveUp(batch, reason, false, observer, unwritten);
  }

  private static void giveUp(
      RowBatch batch,
      String reason,
      boolean isHopeless,
      SendObserver observer,
      Consumer<UnwrittenRow> unwritten) {
    List<String> rows = batch.rows();
    observer.failed(rows.size(), reason);
    rows.forEach(row -> unwritten.accept(new UnwrittenRow(row, reason, isHopeless)));
  }

  /** Ends the connections. */
  @Override
  public void close() {
    uploader.close();
  }
}
