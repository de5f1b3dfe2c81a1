package dev.byoml.pipelines.summarize;

import dev.byoml.model.store.ModelManifest.Gap;
import dev.byoml.model.summary.SummaryCoverage;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.summary.ReadSummaries;
import dev.byoml.transforms.summary.SummaryFolder;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The windows of {@code --summaries} that a run reads in place of events.
 *
 * @param reading reads them
 * @param template how their events were read
 * @param gaps what of the range they do not cover
 */
public record Summaries(ReadSummaries reading, Template template, List<Gap> gaps) {
  private static final int MOST_NAMED = 5;

  /** Keeps a copy. */
  public Summaries {
    gaps = List.copyOf(gaps);
  }

  /**
   * Looks for the windows that cover a range.
   *
   * @param folder of the windows
   * @param range an end that is open is that of the windows
   * @param template that they must be of; nothing for that of the latest
   * @param maxGaps how many windows may be missing; null for none
   * @throws UsageException if there are none, or they overlap each other or an end of the range
   * @throws RunFailedException if more are missing
   */
  public static Summaries of(
      String folder, TimeRange range, Optional<Template> template, Integer maxGaps) {
    if (maxGaps != null && maxGaps < 0) {
      throw new UsageException("--maxGaps must be 0 or more");
    }
    try {
      String path = OutputFiles.absolute(folder);
      SummaryFolder.Windows windows = SummaryFolder.open(path).windowsIn(range);
      if (windows.manifests().isEmpty()) {
        throw new UsageException(
            "--summaries=%s holds no whole window in %s: byoml summarize makes them"
                .formatted(folder, range));
      }
      SummaryManifest latest = windows.manifests().get(windows.manifests().lastKey());
      Template readBy =
          template.orElseGet(
              () -> Template.parse(latest.template().name(), latest.template().definition()));
      TimeRange covered =
          new TimeRange(
              range.from() == null ? windows.manifests().firstKey().from() : range.from(),
              range.to() == null ? latest.to() : range.to());
      SummaryCoverage coverage = windows.coverage(covered, readBy.definition());
      if (coverage.missing() > (maxGaps == null ? 0 : maxGaps)) {
        throw new RunFailedException(
            "%s in %s: byoml summarize with this range fills what is missing, --maxGaps=%d goes on without it"
                .formatted(inWords(coverage), folder, coverage.missing()));
      }
      return new Summaries(
          ReadSummaries.of(
              path, coverage.windows().stream().map(windows.manifests()::get).toList()),
          readBy,
          coverage.gaps());
    } catch (IllegalArgumentException e) {
      throw new UsageException("--summaries=%s: %s".formatted(folder, e.getMessage()));
    } catch (IOException e) {
      throw new UsageException(
          "--summaries=%s cannot be read: %s".formatted(folder, Failures.describe(e)));
    }
  }

  /** The gaps in one line, if there are any. */
  public Optional<String> gapsInWords() {
    return gaps.isEmpty() ? Optional.empty() : Optional.of("not covered: " + listed(gaps));
  }

  private static String inWords(SummaryCoverage coverage) {
    return "%,d %s of summaries cannot be had (%s)"
        .formatted(
            coverage.missing(),
            coverage.missing() == 1 ? "window" : "windows",
            listed(coverage.gaps()));
  }

  private static String listed(List<Gap> gaps) {
    return gaps.stream()
            .limit(MOST_NAMED)
            .map(gap -> "[%s, %s) %s".formatted(gap.from(), gap.to(), gap.reason()))
            .collect(Collectors.joining("; "))
        + (gaps.size() > MOST_NAMED ? "; and %,d more".formatted(gaps.size() - MOST_NAMED) : "");
  }
}
