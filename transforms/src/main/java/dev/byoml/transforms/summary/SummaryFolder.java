package dev.byoml.transforms.summary;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.summary.InputBlob;
import dev.byoml.model.summary.SummaryCoverage;
import dev.byoml.model.summary.SummaryFile;
import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryManifest.Input;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.write.OutputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A folder of windows of summaries, as it was found. Each window is a manifest and the files that
 * it names; what no manifest names is left over from a run that was broken off.
 */
public final class SummaryFolder {
  private static final String ALL = "*";

  private final String path;
  private final SortedMap<String, Long> sizes;

  private SummaryFolder(String path, SortedMap<String, Long> sizes) {
    this.path = path;
    this.sizes = sizes;
  }

  /**
   * Looks into a folder, which need not exist.
   *
   * @param path on any of Beam's file systems
   * @throws IOException if it cannot be listed
   */
  public static SummaryFolder open(String path) throws IOException {
    return new SummaryFolder(
        requireNonNull(path, "path"), new TreeMap<>(OutputFiles.sizes(path, ALL)));
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  /** The windows that have a manifest, whatever it says. */
  public List<SummaryWindow> windows() {
    return sizes.keySet().stream()
        .filter(SummaryWindow::isManifest)
        .flatMap(name -> SummaryWindow.ofFile(name).stream())
        .sorted()
        .toList();
  }

  /**
   * What is known of windows of the folder.
   *
   * @param manifests of the windows that can be read
   * @param faults what is wrong with the others
   */
  public record Windows(
      SortedMap<SummaryWindow, SummaryManifest> manifests,
      SortedMap<SummaryWindow, String> faults) {

    /**
     * Which of them cover a range.
     *
     * @param templateDefinition windows of another template count as missing
     * @throws IllegalArgumentException if they overlap; the message is one line
     */
    public SummaryCoverage coverage(TimeRange range, String templateDefinition) {
      String wanted = SummaryManifest.digestOf(templateDefinition);
      SortedMap<SummaryWindow, String> found = new TreeMap<>(faults);
      manifests.forEach(
          (window, manifest) ->
              found.put(
                  window,
                  manifest.templateDigest().equals(wanted)
                      ? ""
                      : "read by another template or another version of it ("
                          + manifest.template().name()
                          + ")"));
      return SummaryCoverage.of(range.from(), range.to(), found);
    }
  }

  /**
   * Reads the manifests of the windows that touch a range, several at a time.
   *
   * @throws IOException if the file system fails; a damaged manifest does not count as a failure of
   *     the file system
   */
  public Windows windowsIn(TimeRange range) throws IOException {
    SortedMap<SummaryWindow, SummaryManifest> manifests = new ConcurrentSkipListMap<>();
    SortedMap<SummaryWindow, String> faults = new ConcurrentSkipListMap<>();
    try {
      windows().parallelStream()
          .filter(window -> range.overlaps(window.from(), window.to()))
          .forEach(
              window -> {
                try {
                  SummaryManifest manifest = manifest(window);
                  Optional<String> lacking = lacking(manifest);
                  if (lacking.isPresent()) {
                    faults.put(window, lacking.get());
                  } else {
                    manifests.put(window, manifest);
                  }
                } catch (ModelException e) {
                  faults.put(window, "its manifest is damaged or of another version");
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Windows(manifests, faults);
  }

  private SummaryManifest manifest(SummaryWindow window) throws IOException {
    String file = OutputFiles.in(path, window.manifest());
    try (InputStream in = OutputFiles.open(file)) {
      SummaryManifest manifest =
          SummaryManifest.ofJson(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      if (!manifest.window().equals(window)) {
        throw new ModelException(file + " is the manifest of another window");
      }
      return manifest;
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new ModelException(file + " is gone", e);
    }
  }

  /** What is not as the manifest says, if anything. */
  private Optional<String> lacking(SummaryManifest manifest) throws IOException {
    for (ModelFile file : manifest.files()) {
      Long size = sizes.get(file.name());
      if (size == null) {
        // A run may have replaced the window since the folder was listed.
        size = OutputFiles.size(OutputFiles.in(path, file.name())).orElse(null);
      }
      if (size == null) {
        return Optional.of("incomplete, it lacks its file " + file.name());
      }
      if (size != file.bytes()) {
        return Optional.of("incomplete, its file " + file.name() + " is not as it was written");
      }
    }
    return Optional.empty();
  }

  /**
   * The blobs that a window was read from; nothing if they were not noted or their list is gone.
   *
   * @throws IOException if the list cannot be read
   */
  public Optional<List<InputBlob>> blobsOf(SummaryManifest manifest) throws IOException {
    ModelFile list = manifest.input().list();
    if (list == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(path, list).readBlobs(path));
    } catch (FileNotFoundException | NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Writes down what a window is about to be read from.
   *
   * @return what its manifest is to say
   * @throws IOException if that cannot be written
   */
  public Input noteBlobs(SummaryWindow window, List<InputBlob> blobs) throws IOException {
    SummaryFile list = SummaryFile.ofBlobs(window, blobs);
    writeIfMissing(path, list);
    return new Input(blobs.size(), blobs.stream().mapToLong(InputBlob::bytes).sum(), list.file());
  }

  /**
   * Deletes the files that manifests named when the folder was opened and that those in their place
   * name no more.
   *
   * @param replaced the manifests of then
   * @throws IOException if one cannot be deleted, or the folder not be read
   */
  public void deleteReplaced(Collection<SummaryManifest> replaced) throws IOException {
    for (SummaryManifest before : replaced) {
      Set<String> now = new HashSet<>(filesOf(manifest(before.window())));
      for (String file : filesOf(before)) {
        if (!now.contains(file) && SummaryWindow.ofFile(file).isPresent()) {
          OutputFiles.delete(OutputFiles.in(path, file));
        }
      }
    }
  }

  private static List<String> filesOf(SummaryManifest manifest) {
    List<String> files = new ArrayList<>(manifest.files().stream().map(ModelFile::name).toList());
    if (manifest.input().list() != null) {
      files.add(manifest.input().list().name());
    }
    return files;
  }

  /**
   * Deletes windows, and what broken-off runs left of windows, that end by a time. A window's
   * manifest goes first, so that half of it is never taken for all.
   *
   * @return the windows
   * @throws IOException if a file cannot be deleted
   */
  public List<SummaryWindow> deleteUntil(Instant end) throws IOException {
    List<SummaryWindow> deleted = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (Map.Entry<String, Long> file : sizes.entrySet()) {
      Optional<SummaryWindow> window = SummaryWindow.ofFile(file.getKey());
      if (window.isEmpty() || window.get().to().isAfter(end)) {
        continue;
      }
      if (SummaryWindow.isManifest(file.getKey())) {
        OutputFiles.delete(OutputFiles.in(path, file.getKey()));
        deleted.add(window.get());
      } else {
        rest.add(file.getKey());
      }
    }
    for (String file : rest) {
      OutputFiles.delete(OutputFiles.in(path, file));
    }
    return deleted;
  }

  /** Writes a file, unless it is there: its name follows from its content. */
  static void writeIfMissing(String folder, SummaryFile file) throws IOException {
    Optional<Long> size = OutputFiles.size(OutputFiles.in(folder, file.file().name()));
    if (size.isEmpty() || size.get() != file.bytes().length) {
      OutputFiles.write(folder, file.file().name(), out -> out.write(file.bytes()));
    }
  }

  /** Reads all of a file. */
  static SummaryFile read(String folder, ModelFile file) throws IOException {
    try (InputStream in = OutputFiles.open(OutputFiles.in(folder, file.name()))) {
      return new SummaryFile(file, in.readAllBytes());
    }
  }
}
