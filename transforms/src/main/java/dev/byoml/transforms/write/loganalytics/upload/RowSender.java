package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Consumer;

/** Packs rows into batches and sends them, one request after another. */
public final class RowSender {
  private final BatchSender sender;
  private final SendObserver observer;
  private final Consumer<UnwrittenRow> unwritten;
  private final RowBatcher batcher = new RowBatcher();

  /**
   * A sender of rows.
   *
   * @param observer receives what happens
   * @param unwritten receives every row that was not written
   */
  public RowSender(BatchSender sender, SendObserver observer, Consumer<UnwrittenRow> unwritten) {
    this.sender = requireNonNull(sender, "sender");
    this.observer = requireNonNull(observer, "observer");
    this.unwritten = requireNonNull(unwritten, "unwritten");
  }

  /** Takes a row, and sends a batch when one is full. */
  public void add(String row) throws InterruptedException {
    Optional<String> violation = RowLimits.violation(row);
    if (violation.isPresent()) {
      refuse(row, violation.get());
      return;
    }
    observer.inbound(1);
    send(batcher.add(row));
  }

  /** Sends what is left. */
  public void finish() throws InterruptedException {
    send(batcher.finish());
  }

  /** Gives up, without sending it, a row that the service can never take. */
  public void refuse(String row, String reason) {
    observer.inbound(1);
    observer.failed(1, reason);
    unwritten.accept(new UnwrittenRow(row, reason, true));
  }

  private void send(Optional<RowBatch> batch) throws InterruptedException {
    if (batch.isPresent()) {
      sender.send(batch.get(), observer, unwritten);
    }
  }
}
