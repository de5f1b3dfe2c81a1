package dev.byoml.pipelines.run;

import dev.byoml.transforms.beam.PhaseTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.DistributionResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * How long a run took.
 *
 * @param total from its start to its end
 * @param phases seconds from the first to the last moment of each phase; phases may overlap
 */
public record RunTime(Duration total, SortedMap<String, Double> phases) {
  private static final String TOTAL = "total";
  private static final double MILLIS = 1000;

  /** The order of the work. */
  private static final List<String> ORDER =
      List.of(
          PhaseTime.READ,
          PhaseTime.TRAIN,
          PhaseTime.STANDARDIZE,
          PhaseTime.SCORE,
          PhaseTime.EXPLAIN,
          PhaseTime.WRITE);

  /** Keeps a copy. */
  public RunTime {
    phases = Collections.unmodifiableSortedMap(new TreeMap<>(phases));
  }

  /**
   * The time of a run that has ended. Where an engine's metrics go on from an earlier run of the
   * same process, phases begin no earlier than this run.
   */
  static RunTime of(PipelineResult result, Instant start, Duration total) {
    Map<String, List<DistributionResult>> moments =
        StreamSupport.stream(distributions(result).spliterator(), false)
            .filter(found -> found.getName().getName().startsWith(PhaseTime.PREFIX))
            .filter(found -> found.getAttempted().getCount() > 0)
            .collect(
                Collectors.groupingBy(
                    found -> found.getName().getName().substring(PhaseTime.PREFIX.length()),
                    Collectors.mapping(MetricResult::getAttempted, Collectors.toList())));
    SortedMap<String, Double> phases = new TreeMap<>();
    moments.forEach((phase, found) -> phases.put(phase, seconds(found, start.toEpochMilli())));
    return new RunTime(total, phases);
  }

  /** The seconds of the phases and {@code total}, for {@code metrics.json}. */
  public SortedMap<String, Double> seconds() {
    SortedMap<String, Double> seconds = new TreeMap<>(phases);
    seconds.put(TOTAL, total.toMillis() / MILLIS);
    return seconds;
  }

  /** One line for a person: {@code seconds: read 12.1, train 40.2, total 58.9}. */
  public String inWords() {
    return ORDER.stream()
        .filter(phases::containsKey)
        .map(phase -> inWords(phase, phases.get(phase)) + ", ")
        .collect(Collectors.joining("", "seconds: ", inWords(TOTAL, total.toMillis() / MILLIS)));
  }

  private static String inWords(String phase, double seconds) {
    return String.format(Locale.ROOT, "%s %.1f", phase, seconds);
  }

  private static double seconds(List<DistributionResult> moments, long start) {
    long first = moments.stream().mapToLong(DistributionResult::getMin).min().orElse(start);
    long last = moments.stream().mapToLong(DistributionResult::getMax).max().orElse(start);
    return Math.max(0, last - Math.max(first, start)) / MILLIS;
  }

  private static Iterable<MetricResult<DistributionResult>> distributions(PipelineResult result) {
    try {
      return result
          .metrics()
          .queryMetrics(
              MetricsFilter.builder()
                  .addNameFilter(MetricNameFilter.inNamespace(PhaseTime.NAMESPACE))
                  .build())
          .getDistributions();
    } catch (UnsupportedOperationException e) {
      // This runner has no metrics; the total is known all the same.
      return List.of();
    }
  }
}
