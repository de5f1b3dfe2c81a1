package dev.byoml.transforms.watch;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.result.Anomaly;
import dev.byoml.transforms.score.WriteAnomalies;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.WrittenFile;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Writes the results of each window to a folder of its own, as {@link WriteAnomalies} does: a file
 * for each tenant, which is replaced when results of the window change, and deleted when none are
 * left.
 */
public final class WriteWindows
    extends PTransform<
        PCollection<KV<KV<Long, String>, KV<List<Anomaly>, List<Anomaly>>>>,
        PCollection<WrittenFile>> {
  /** Stands for the start of the window in the name of its folder. */
  public static final String FROM = "{from}";

  /** Stands for its end. */
  public static final String TO = "{to}";

  private final String folder;
  private final WatchWindows windows;

  private WriteWindows(String folder, WatchWindows windows) {
    this.folder = requireNonNull(folder, "folder");
    this.windows = requireNonNull(windows, "windows");
  }

  /**
   * Writes to folders on any of Beam's file systems.
   *
   * @param folder name of a window's folder, in which {@link #FROM} or {@link #TO} stand
   */
  public static WriteWindows to(String folder, WatchWindows windows) {
    return new WriteWindows(folder, windows);
  }

  /** Makes the files, and says which. */
  @Override
  public PCollection<WrittenFile> expand(
      PCollection<KV<KV<Long, String>, KV<List<Anomaly>, List<Anomaly>>>> results) {
    return results
        .apply("Write files", ParDo.of(new WriteFn(folder, windows)))
        .setCoder(WrittenFile.CODER);
  }

  private static final class WriteFn
      extends DoFn<KV<KV<Long, String>, KV<List<Anomaly>, List<Anomaly>>>, WrittenFile> {
    private static final long serialVersionUID = 1L;

    private final String folder;
    private final WatchWindows windows;

    WriteFn(String folder, WatchWindows windows) {
      this.folder = folder;
      this.windows = windows;
    }

    @ProcessElement
    public void process(
        @Element KV<KV<Long, String>, KV<List<Anomaly>, List<Anomaly>>> window,
        OutputReceiver<WrittenFile> receiver)
        throws IOException {
      long start = window.getKey().getKey();
      String tenant = window.getKey().getValue();
      String place =
          folder
              .replace(FROM, TimeRange.nameOf(WatchWindows.instant(start)))
              .replace(TO, TimeRange.nameOf(WatchWindows.instant(windows.endOf(start))));
      WriteAnomalies.replace(place, WriteAnomalies.FILES, tenant, window.getValue().getKey())
          .ifPresent(receiver::output);
      WriteAnomalies.replace(
              place, WriteAnomalies.ORDINARY_FILES, tenant, window.getValue().getValue())
          .ifPresent(receiver::output);
    }
  }
}
