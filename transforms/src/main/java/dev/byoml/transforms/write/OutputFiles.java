package dev.byoml.transforms.write;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Files on any of Beam's file systems, written whole and under their final name.
 *
 * <p>A local file is written beside its name and moved there when it is closed, so that nobody sees
 * half of it. Elsewhere there is no such move: on Azure Blob Storage it would be a copy, which a
 * token credential may not make, and a blob appears only when its stream is closed anyway.
 */
public final class OutputFiles {
  private static final String ANY_CONTENT = "application/octet-stream";
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9+.]*:/.*", Pattern.DOTALL);

  private static final Pattern SPECIAL_IN_PATTERN = Pattern.compile("[*?\\[\\]{}\\\\]");

  private OutputFiles() {}

  /**
   * The path by which workers, whatever folder they run in, mean the same folder as this process
   * does: a relative local path made absolute.
   */
  public static String absolute(String folder) {
    return SCHEME.matcher(folder).matches()
        ? folder
        : Path.of(folder).toAbsolutePath().normalize().toString();
  }

  /** The path of {@code name} in {@code folder}, whether or not the folder ends with a slash. */
  public static String in(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /**
   * Opens a file for writing; one of that name is replaced.
   *
   * @param path of the file; missing local folders are made
   * @return a stream that the caller closes; the file is complete only then
   * @throws IOException if the file cannot be made
   */
  public static OutputStream create(String path) throws IOException {
    ResourceId file = FileSystems.matchNewResource(path, false);
    if (file.getScheme().equals("file")) {
      return new WholeLocalFile(Path.of(file.toString()));
    }
    FileSystems.delete(List.of(file), StandardMoveOptions.IGNORE_MISSING_FILES);
    return Channels.newOutputStream(FileSystems.create(file, ANY_CONTENT));
  }

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of it.
     *
     * @throws IOException if it cannot be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, which appears only if {@code content} was written to its end; one of that name
   * is replaced. If the content cannot be had, there is no file of that name on a file system that
   * is not local, and a local one stays as it was.
   *
   * @param path of the file; missing local folders are made
   * @param content what it is to hold
   * @throws IOException if the file cannot be written
   */
  public static void write(String path, Content content) throws IOException {
    OutputStream file = create(path);
    boolean written = false;
    try (OutputStream out = file) {
      try {
        OutputStream buffered = new BufferedOutputStream(out);
        content.writeTo(buffered);
        buffered.flush();
        written = true;
      } finally {
        if (!written && file instanceof WholeLocalFile local) {
          local.abandon();
        }
      }
    } finally {
      if (!written && !(file instanceof WholeLocalFile)) {
        delete(path);
      }
    }
  }

  /**
   * Opens a file for reading.
   *
   * @param path of the file
   * @return a stream that the caller closes
   * @throws FileNotFoundException if there is no such file
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(String path) throws IOException {
    return Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(path, false)));
  }

  /**
   * The size of a file in bytes, or nothing if there is no such file.
   *
   * @throws IOException if the file system cannot tell
   */
  public static Optional<Long> size(String path) throws IOException {
    List<MatchResult.Metadata> found = match(path);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0).sizeBytes());
  }

  /**
   * The files that a glob names, in the order of their names.
   *
   * @throws IOException if the file system cannot tell
   */
  public static List<String> list(String glob) throws IOException {
    return match(glob).stream().map(file -> file.resourceId().toString()).sorted().toList();
  }

  /**
   * The files in a folder and the folders within it; none if there is no such folder, or if its
   * path could be taken for a pattern.
   *
   * @throws IOException if the file system cannot tell
   */
  public static List<String> listWithin(String folder) throws IOException {
    boolean isThere = SCHEME.matcher(folder).matches() || Files.isDirectory(Path.of(folder));
    return !isThere || SPECIAL_IN_PATTERN.matcher(folder).find() ? List.of() : list(in(folder, "**"));
  }

  /**
   * Deletes files; one that is gone already is no error.
   *
   * @throws IOException if one cannot be deleted
   */
  public static void deleteFiles(List<String> paths) throws IOException {
    List<ResourceId> files =
        paths.stream().map(path -> FileSystems.matchNewResource(path, false)).toList();
    FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /**
   * Deletes a local folder, and the folders within it, as far as they hold no file; elsewhere there
   * are no folders.
   *
   * @throws IOException if one cannot be deleted
   */
  public static void deleteEmptyFolders(String folder) throws IOException {
    if (SCHEME.matcher(folder).matches() || !Files.isDirectory(Path.of(folder))) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      folders = files.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : folders) {
      boolean isEmpty;
      try (Stream<Path> files = Files.list(each)) {
        isEmpty = files.findAny().isEmpty();
      }
      if (isEmpty) {
        Files.delete(each);
      }
    }
  }

  /**
   * Deletes the files that a glob names; a file that is gone already is no error.
   *
   * @throws IOException if one cannot be deleted
   */
  public static void delete(String glob) throws IOException {
    List<ResourceId> files = new ArrayList<>();
    match(glob).forEach(file -> files.add(file.resourceId()));
    FileSystems.delete(files, StandardMoveOptions.IGNORE_MISSING_FILES);
  }

  /**
   * Deletes what workers that were lost left of files that they had not finished. Nobody may be
   * writing to the folder.
   *
   * @param folder of the files; on file systems where a file appears only when it is complete there
   *     is nothing to do
   * @throws IOException if one cannot be deleted
   */
  public static void deleteUnfinished(String folder) throws IOException {
    if (!SCHEME.matcher(folder).matches() && Files.isDirectory(Path.of(folder))) {
      delete(in(folder, WholeLocalFile.UNFINISHED));
    }
  }

  private static List<MatchResult.Metadata> match(String glob) throws IOException {
    MatchResult result = FileSystems.match(glob);
    if (result.status() == MatchResult.Status.NOT_FOUND) {
      return List.of();
    }
    try {
      return result.metadata();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
