package dev.byoml.transforms.write.loganalytics;

import dev.byoml.transforms.write.loganalytics.upload.SendObserver;
import java.time.Duration;
import java.util.List;

/** Tells several observers the same. */
record SendObservers(List<SendObserver> observers) implements SendObserver {
  SendObservers {
    observers = List.copyOf(observers);
  }

  @Override
  public void inbound(int rows) {
    observers.forEach(o -> o.inbound(rows));
  }

  @Override
  public void requested(int bytes, Duration latency) {
    observers.forEach(o -> o.requested(bytes, latency));
  }

  @Override
  public void retried() {
    observers.forEach(SendObserver::retried);
  }

  @Override
  public void written(int rows) {
    observers.forEach(o -> o.written(rows));
  }

  @Override
  public void failed(int rows, String reason) {
    observers.forEach(o -> o.failed(rows, reason));
  }
}
