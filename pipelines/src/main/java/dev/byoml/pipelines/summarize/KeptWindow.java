package dev.byoml.pipelines.summarize;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.summary.InputBlob;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryManifest.Input;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.OutputFolders;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.list.EventInput;
import dev.byoml.transforms.source.topic.TopicInput;
import dev.byoml.transforms.summary.KeepSummaries;
import dev.byoml.transforms.summary.SummaryFolder;
import dev.byoml.transforms.summary.WindowTarget;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The window that {@code --keepSummaries} keeps of a run that adds events up for another purpose.
 *
 * @param keeping writes it
 * @param before the folder as the run found it
 * @param replaced the manifest of the same window, if there was one
 */
public record KeptWindow(
    KeepSummaries keeping, SummaryFolder before, Optional<SummaryManifest> replaced) {
  /** Checks that no part is missing. */
  public KeptWindow {
    requireNonNull(keeping, "keeping");
    requireNonNull(before, "before");
    requireNonNull(replaced, "replaced");
  }

  /**
   * Gets ready to keep a window, before its events are read: what grows meanwhile is known to have
   * grown.
   *
   * @param folder takes the window
   * @param range of the run
   * @param input of the run
   * @param template how its events are read
   * @param warnings takes what is doubtful, a line each
   * @throws UsageException if the range is not a window, or the folder cannot be used
   */
  public static KeptWindow in(
      String folder,
      TimeRange range,
      String input,
      Template template,
      PipelineOptions options,
      Consumer<String> warnings) {
    if (!range.isBounded()) {
      throw new UsageException("--keepSummaries keeps a window: give --from and --to");
    }
    OutputFolders.requireOutsideModels("--keepSummaries", folder);
    try {
      SummaryWindow window = new SummaryWindow(range.from(), range.to());
      String path = OutputFiles.absolute(folder);
      SummaryFolder before = SummaryFolder.open(path);
      before.windows().stream()
          .filter(other -> !other.equals(window) && other.overlaps(range.from(), range.to()))
          .findFirst()
          .ifPresent(
              other ->
                  warnings.accept(
                      "%s holds the window %s, which this one overlaps: train --summaries will refuse both"
                          .formatted(folder, other)));
      Input read = new Input(0, 0, null);
      if (!TopicInput.isTopic(input)) {
        List<InputBlob> blobs =
            EventInput.of(input).files(range, options).stream()
                .map(file -> new InputBlob(file.file(), file.end()))
                .toList();
        read = before.noteBlobs(window, blobs);
      }
      return new KeptWindow(
          KeepSummaries.in(path, new WindowTarget(window, read), template),
          before,
          Optional.ofNullable(before.windowsIn(range).manifests().get(window)));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--keepSummaries: %s; round --from and --to, as in now-1h/h".formatted(e.getMessage()));
    } catch (IOException e) {
      throw new UsageException(
          "--keepSummaries=%s cannot be used: %s".formatted(folder, Failures.describe(e)));
    }
  }

  /**
   * Removes what the window replaced, and windows that are too old, once the run has ended well.
   *
   * @throws RunFailedException if something cannot be deleted
   */
  public void finish(Retention retention, PrintStream out) {
    try {
      before.deleteReplaced(replaced.stream().toList());
    } catch (IOException e) {
      throw new RunFailedException(
          "what a window in %s replaced cannot be deleted: %s"
              .formatted(before.path(), Failures.describe(e)),
          e);
    }
    retention.apply(before.path(), out);
  }
}
