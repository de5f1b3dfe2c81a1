package dev.byoml.pipelines.summarize;

import dev.byoml.model.summary.InputBlob;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.list.EventInput;
import dev.byoml.transforms.source.list.ExportLayout;
import dev.byoml.transforms.source.topic.TopicInput;
import dev.byoml.transforms.summary.SummaryFolder;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.options.PipelineOptions;

/** Which windows a run makes, of which blobs, and which it leaves as they are. */
final class WindowPlan {
  private final SortedMap<SummaryWindow, List<InputBlob>> made = new TreeMap<>();
  private final List<SummaryManifest> replaced = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int kept;

  private WindowPlan() {}

  /**
   * Compares what is wanted with what is there.
   *
   * @param wanted the windows, in order, at least one
   * @param refresh whether windows are made again whose blobs have grown or whose template changed
   * @throws UsageException if a window that is there stands in the way
   * @throws IOException if the folder or the input cannot be listed
   */
  static WindowPlan of(
      List<SummaryWindow> wanted,
      SummaryFolder folder,
      String input,
      Template template,
      boolean refresh,
      PipelineOptions options)
      throws IOException {
    WindowPlan plan = new WindowPlan();
    TimeRange range = new TimeRange(wanted.get(0).from(), wanted.get(wanted.size() - 1).to());
    refuseOverlaps(wanted, folder, range);
    SummaryFolder.Windows there = folder.windowsIn(range);
    SortedMap<SummaryWindow, SummaryManifest> unchanged = new TreeMap<>();
    String digest = SummaryManifest.digestOf(template.definition());
    for (SummaryWindow window : wanted) {
      SummaryManifest manifest = there.manifests().get(window);
      if (manifest == null) {
        plan.made.put(window, new ArrayList<>());
      } else if (manifest.templateDigest().equals(digest)) {
        unchanged.put(window, manifest);
      } else if (refresh) {
        plan.made.put(window, new ArrayList<>());
        plan.replaced.add(manifest);
      } else {
        throw new UsageException(
            "--output=%s holds the window %s of another template or another version of it (%s): name another folder, or replace it with --refresh=true"
                .formatted(folder.path(), window, manifest.template().name()));
      }
    }
    plan.kept = unchanged.size();
    if (TopicInput.isTopic(input)) {
      if (refresh) {
        throw new UsageException(
            "--refresh compares blobs and files; a topic forgets its messages, so windows that were read from one stay as they are");
      }
    } else if (refresh || !plan.made.isEmpty()) {
      plan.compareBlobs(input, folder, refresh ? unchanged : new TreeMap<>(), options);
    }
    return plan;
  }

  private static void refuseOverlaps(
      List<SummaryWindow> wanted, SummaryFolder folder, TimeRange range) {
    for (SummaryWindow window : folder.windows()) {
      if (range.overlaps(window.from(), window.to()) && !wanted.contains(window)) {
        throw new UsageException(
            "--output=%s holds the window %s, which others would overlap: give the --window and range that it was made with, or delete its manifest %s"
                .formatted(folder.path(), window, window.manifest()));
      }
    }
  }

  private void compareBlobs(
      String input,
      SummaryFolder folder,
      SortedMap<SummaryWindow, SummaryManifest> unchanged,
      PipelineOptions options)
      throws IOException {
    SortedMap<SummaryWindow, List<InputBlob>> blobs = new TreeMap<>();
    made.keySet().forEach(window -> blobs.put(window, new ArrayList<>()));
    unchanged.keySet().forEach(window -> blobs.put(window, new ArrayList<>()));
    if (blobs.isEmpty()) {
      return;
    }
    TimeRange range = new TimeRange(blobs.firstKey().from(), blobs.lastKey().to());
    for (FileRange file : EventInput.of(input).files(range, options)) {
      Optional<TimeRange> slot = ExportLayout.slotOf(file.file());
      blobs.forEach(
          (window, of) -> {
            if (slot.isEmpty() || slot.get().overlaps(window.from(), window.to())) {
              of.add(new InputBlob(file.file(), file.end()));
            }
          });
    }
    for (Map.Entry<SummaryWindow, SummaryManifest> window : unchanged.entrySet()) {
      Optional<List<InputBlob>> before = folder.blobsOf(window.getValue());
      if (before.isPresent()
          && hasGrown(window.getKey(), before.get(), blobs.get(window.getKey()))) {
        made.put(window.getKey(), List.of());
        replaced.add(window.getValue());
        kept--;
      }
    }
    made.replaceAll((window, none) -> blobs.get(window));
  }

  private boolean hasGrown(SummaryWindow window, List<InputBlob> before, List<InputBlob> now) {
    Map<String, Long> sizes = new HashMap<>();
    now.forEach(blob -> sizes.put(blob.path(), blob.bytes()));
    boolean anyLost = false;
    boolean anyGrown = false;
    for (InputBlob blob : before) {
      Long size = sizes.remove(blob.path());
      anyLost |= size == null || size < blob.bytes();
      anyGrown |= size != null && size > blob.bytes();
    }
    anyGrown |= !sizes.isEmpty();
    if (anyGrown && anyLost) {
      warnings.add(
          "the window %s stays as it is: blobs of it have grown since, and others are gone"
              .formatted(window));
    }
    return anyGrown && !anyLost;
  }

  /** The windows to make, with the blobs of each. */
  SortedMap<SummaryWindow, List<InputBlob>> made() {
    return made;
  }

  /** The manifests of those that were there and are made again. */
  List<SummaryManifest> replaced() {
    return replaced;
  }

  /** How many windows stay as they are. */
  int kept() {
    return kept;
  }

  /** Returns the warnings, a line each. */
  List<String> warnings() {
    return warnings;
  }
}
