package dev.byoml.pipelines.run;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * Shows a person how far a run is: the phase, what was counted so far, and the time it took. On a
 * terminal one line is written over and over; elsewhere a plain line comes now and then.
 */
public final class RunProgress implements AutoCloseable {
  private static final Duration FIRST_TELL = Duration.ofSeconds(2);
  private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
  private static final Duration ELSEWHERE = Duration.ofSeconds(10);
  private static final String ERASE_LINE = "\r\u001b[K";

  /** Counters in the order of the work; the last that moved names the phase. */
  private static final Map<String, String> PHASES =
      Map.of(
          "read", "reading events",
          "tenantsTrained", "training",
          "scored", "scoring",
          "explained", "writing results",
          "ingestion/written", "sending results");

  private static final List<String> ORDER =
      List.of("read", "tenantsTrained", "scored", "explained", "ingestion/written");

  private final PrintStream target;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long lastTold = start;
  private boolean lineOpen;

  /**
   * Progress of a run that starts now.
   *
   * @param target where lines go, standard error
   * @param terminal whether that is a terminal
   */
  public RunProgress(PrintStream target, boolean terminal) {
    this.target = requireNonNull(target, "target");
    this.terminal = terminal;
  }

  /** Progress on standard error, as fits what it is connected to. */
  public static RunProgress onStandardError() {
    return new RunProgress(System.err, System.console() != null && System.getenv("TERM") != null);
  }

  /**
   * Waits until the run ends, and prints its progress meanwhile.
   *
   * @param result the run
   * @return the state in which it ended
   */
  public PipelineResult.State waitFor(PipelineResult result) {
    PipelineResult.State state = null;
    while (state == null || !state.isTerminal()) {
      state = result.waitUntilFinish(org.joda.time.Duration.millis(200));
      if (state == null) {
        state = result.getState();
      }
      if (!state.isTerminal()) {
        tellIfDue(result);
      }
    }
    return state;
  }

  /** Time since the start. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Ends the line that is being written over. */
  @Override
  public void close() {
    if (lineOpen) {
      target.print(ERASE_LINE);
      target.flush();
      lineOpen = false;
    }
  }

  private void tellIfDue(PipelineResult result) {
    long now = System.nanoTime();
    Duration pause = terminal ? ON_TERMINAL : ELSEWHERE;
    boolean first = lastTold == start;
    long sinceLast = now - lastTold;
    if (sinceLast < (first ? FIRST_TELL : pause).toNanos()) {
      return;
    }
    lastTold = now;
    String line = describe(countersOf(result), elapsed());
    if (terminal) {
      target.print(ERASE_LINE + line);
      lineOpen = true;
    } else {
      target.println("byoml: " + line);
    }
    target.flush();
  }

  /** One line: phase, counts, elapsed time. */
  static String describe(Map<String, Long> counters, Duration elapsed) {
    String phase = "starting";
    List<String> counts = new ArrayList<>();
    for (String name : ORDER) {
      long value = counters.getOrDefault(name, 0L);
      if (value > 0) {
        phase = PHASES.get(name);
        counts.add(String.format(Locale.ROOT, "%s %,d", labelOf(name), value));
      }
    }
    return "%s%s (%d:%02d)"
        .formatted(
            phase,
            counts.isEmpty() ? "" : ": " + String.join(", ", counts),
            elapsed.toMinutes(),
            elapsed.toSecondsPart());
  }

  private static String labelOf(String counter) {
    return switch (counter) {
      case "tenantsTrained" -> "tenants trained";
      case "ingestion/written" -> "sent";
      default -> counter;
    };
  }

  private static Map<String, Long> countersOf(PipelineResult result) {
    Map<String, Long> counters = new TreeMap<>();
    try {
      MetricQueryResults found =
          result
              .metrics()
              .queryMetrics(
                  MetricsFilter.builder()
                      .addNameFilter(MetricNameFilter.inNamespace("byoml"))
                      .build());
      found
          .getCounters()
          .forEach(c -> counters.merge(c.getName().getName(), c.getAttempted(), Long::sum));
    } catch (UnsupportedOperationException e) {
      return counters;
    }
    return counters;
  }
}
