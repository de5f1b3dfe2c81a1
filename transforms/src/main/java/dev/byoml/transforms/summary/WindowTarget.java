package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.source.TimeRange;

/**
 * A window that is to be written.
 *
 * @param window the window
 * @param input what it is read from
 */
public record WindowTarget(SummaryWindow window, SummaryManifest.Input input) {
  /** Checks that both are there. */
  public WindowTarget {
    requireNonNull(window, "window");
    requireNonNull(input, "input");
  }

  /** The window as a range of time. */
  public TimeRange range() {
    return new TimeRange(window.from(), window.to());
  }
}
