package dev.byoml.model.summary;

import dev.byoml.model.store.ModelManifest.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which windows of summaries cover a range of time, and what they leave out.
 *
 * @param windows the windows to read, in their order; no two overlap
 * @param gaps what no window covers, in order, and why
 * @param missing how many windows that are, by the shortest of those that are there
 */
public record SummaryCoverage(List<SummaryWindow> windows, List<Gap> gaps, long missing) {
  /** Why there is a gap where no window was found. */
  public static final String MISSING = "missing";

  /** Keeps copies. */
  public SummaryCoverage {
    windows = List.copyOf(windows);
    gaps = List.copyOf(gaps);
  }

  /**
   * The coverage of a range.
   *
   * @param from first instant of the range
   * @param to first instant after it
   * @param found windows, with what is wrong with each; the empty text if it can be read
   * @throws IllegalArgumentException if windows that can be read overlap each other or an end of
   *     the range; the message is one line
   */
  public static SummaryCoverage of(
      Instant from, Instant to, SortedMap<SummaryWindow, String> found) {
    List<SummaryWindow> windows = new ArrayList<>();
    SortedMap<SummaryWindow, String> faulty = new TreeMap<>();
    found.forEach(
        (window, fault) -> {
          if (window.overlaps(from, to)) {
            if (fault.isEmpty()) {
              add(windows, window, from, to);
            } else {
              faulty.put(window, fault);
            }
          }
        });
    List<Gap> gaps = new ArrayList<>();
    Instant covered = from;
    for (SummaryWindow window : windows) {
      addGaps(covered, window.from(), faulty, gaps);
      covered = window.to();
    }
    addGaps(covered, to, faulty, gaps);
    return new SummaryCoverage(windows, gaps, missing(windows, faulty, gaps));
  }

  private static void add(
      List<SummaryWindow> windows, SummaryWindow window, Instant from, Instant to) {
    if (window.from().isBefore(from) || window.to().isAfter(to)) {
      throw new IllegalArgumentException(
          "the window %s reaches beyond the range from %s to %s, and cannot be cut: let --from and --to stand at ends of windows"
              .formatted(window, from, to));
    }
    if (!windows.isEmpty() && window.from().isBefore(windows.get(windows.size() - 1).to())) {
      throw new IllegalArgumentException(
          "the windows %s and %s overlap, and would be counted twice: delete the manifest %s or %s"
              .formatted(
                  windows.get(windows.size() - 1),
                  window,
                  windows.get(windows.size() - 1).manifest(),
                  window.manifest()));
    }
    windows.add(window);
  }

  /** Adds what lies between two instants, cut where windows that cannot be read begin and end. */
  private static void addGaps(
      Instant from, Instant to, SortedMap<SummaryWindow, String> faulty, List<Gap> gaps) {
    Instant told = from;
    for (SummaryWindow window : faulty.keySet()) {
      if (told.isBefore(to) && window.overlaps(told, to)) {
        if (told.isBefore(window.from())) {
          gaps.add(new Gap(told, window.from(), MISSING));
          told = window.from();
        }
        Instant end = window.to().isBefore(to) ? window.to() : to;
        gaps.add(new Gap(told, end, faulty.get(window)));
        told = end;
      }
    }
    if (told.isBefore(to)) {
      gaps.add(new Gap(told, to, MISSING));
    }
  }

  private static long missing(
      List<SummaryWindow> windows, SortedMap<SummaryWindow, String> faulty, List<Gap> gaps) {
    List<SummaryWindow> all = new ArrayList<>(windows);
    all.addAll(faulty.keySet());
    Duration shortest =
        all.stream().map(SummaryWindow::length).min(Duration::compareTo).orElse(Duration.ZERO);
    return gaps.stream()
        .map(gap -> Duration.between(gap.from(), gap.to()))
        .mapToLong(length -> shortest.isZero() ? 1 : upTo(length, shortest))
        .sum();
  }

  private static long upTo(Duration length, Duration unit) {
    return (length.toSeconds() + unit.toSeconds() - 1) / unit.toSeconds();
  }
}
