package dev.byoml.transforms.write;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
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
  private static final String LOCAL_SCHEME = "file:";
  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9+.]*:/.*");

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
    Optional<Path> local = local(path);
    if (local.isPresent()) {
      return new WholeLocalFile(local.get());
    }
    ResourceId file = FileSystems.matchNewResource(path, false);
    delete(file);
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
   * @param folder of the file; a missing local one is made
   * @param name of the file in that folder
   * @param content what it is to hold
   * @return what was written
   * @throws IOException if the file cannot be written
   */
  public static WrittenFile write(String folder, String name, Content content) throws IOException {
    String path = in(folder, name);
    OutputStream file = create(path);
    boolean written = false;
    try (WrittenFile.Measure out = new WrittenFile.Measure(file)) {
      try {
        OutputStream buffered = new BufferedOutputStream(out);
        content.writeTo(buffered);
        buffered.flush();
        written = true;
        return out.of(folder, name);
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
    Optional<Path> local = local(path);
    if (local.isPresent()) {
      return new FileInputStream(local.get().toFile());
    }
    return Channels.newInputStream(FileSystems.open(FileSystems.matchNewResource(path, false)));
  }

  /**
   * The size of a file in bytes, or nothing if there is no such file.
   *
   * @param path of the file; no character of it stands for others
   * @throws IOException if the file system cannot tell
   */
  public static Optional<Long> size(String path) throws IOException {
    Optional<Path> local = local(path);
    if (local.isPresent()) {
      return Files.isRegularFile(local.get())
          ? Optional.of(Files.size(local.get()))
          : Optional.empty();
    }
    return match(path, Pattern.quote(path)).stream().map(Metadata::sizeBytes).findFirst();
  }

  /**
   * The files of a folder by a pattern of their names, in the order of these.
   *
   * @param folder of the files; no character of it stands for others, and it need not exist
   * @param names a name in which {@code *} stands for any characters but a slash
   * @return paths in that folder
   * @throws IOException if the folder cannot be listed
   */
  public static List<String> list(String folder, String names) throws IOException {
    String name = regex(names);
    Optional<Path> local = local(folder);
    if (local.isEmpty()) {
      return match(in(folder, names), Pattern.quote(in(folder, "")) + name).stream()
          .map(file -> file.resourceId().toString())
          .sorted()
          .toList();
    }
    if (!Files.isDirectory(local.get())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(local.get())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(Pattern.compile(name, Pattern.DOTALL).asMatchPredicate())
          .map(file -> in(folder, file))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The sizes in bytes of the files of a folder by their names.
   *
   * @param folder of the files; no character of it stands for others, and it need not exist
   * @param names a name in which {@code *} stands for any characters but a slash
   * @throws IOException if the folder cannot be listed
   */
  public static SortedMap<String, Long> sizes(String folder, String names) throws IOException {
    SortedMap<String, Long> sizes = new TreeMap<>();
    if (local(folder).isEmpty()) {
      for (Metadata file : match(in(folder, names), Pattern.quote(in(folder, "")) + regex(names))) {
        sizes.put(file.resourceId().getFilename(), file.sizeBytes());
      }
      return sizes;
    }
    for (String file : list(folder, names)) {
      // Another run may have deleted it since.
      size(file).ifPresent(size -> sizes.put(file.substring(in(folder, "").length()), size));
    }
    return sizes;
  }

  /**
   * The files, in whatever folders, whose paths match a pattern, in the order of these.
   *
   * @param pattern a path in which {@code *}, and nothing else, stands for any characters but a
   *     slash
   * @throws IOException if the file system cannot tell
   */
  public static List<String> matching(String pattern) throws IOException {
    String path = absolute(pattern);
    return match(path, regex(path)).stream()
        .map(file -> file.resourceId().toString())
        .sorted()
        .toList();
  }

  /**
   * The files that {@link #matching} finds, and when each was last written.
   *
   * @throws IOException if the file system cannot tell
   */
  public static SortedMap<String, Instant> written(String pattern) throws IOException {
    String path = absolute(pattern);
    SortedMap<String, Instant> times = new TreeMap<>();
    match(path, regex(path))
        .forEach(
            file ->
                times.put(
                    file.resourceId().toString(), Instant.ofEpochMilli(file.lastModifiedMillis())));
    return times;
  }

  private static String regex(String pattern) {
    return Stream.of(pattern.split("\\*", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("[^/]*"));
  }

  /**
   * Deletes a file, if it is there.
   *
   * @param path of the file; no character of it stands for others
   * @throws IOException if it cannot be deleted
   */
  public static void delete(String path) throws IOException {
    Optional<Path> local = local(path);
    if (local.isPresent()) {
      Files.deleteIfExists(local.get());
    } else {
      delete(FileSystems.matchNewResource(path, false));
    }
  }

  /** Not by IGNORE_MISSING_FILES, with which Beam takes the name for a pattern. */
  private static void delete(ResourceId file) throws IOException {
    if (size(file.toString()).isPresent()) {
      try {
        FileSystems.delete(List.of(file));
      } catch (FileNotFoundException e) {
        return;
      }
    }
  }

  /**
   * Deletes what {@link #list} finds.
   *
   * @throws IOException if the folder cannot be listed or a file not be deleted
   */
  public static void deleteAll(String folder, String names) throws IOException {
    for (String file : list(folder, names)) {
      delete(file);
    }
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
    if (local(folder).isPresent()) {
      deleteAll(folder, WholeLocalFile.UNFINISHED);
    }
  }

  /** The path as Java knows it, if it is one of the local file system. */
  public static Optional<Path> local(String path) {
    if (!SCHEME.matcher(path).matches()) {
      return Optional.of(Path.of(path));
    }
    return path.startsWith(LOCAL_SCHEME)
        ? Optional.of(Path.of(path.substring(LOCAL_SCHEME.length()).replaceFirst("^/+", "/")))
        : Optional.empty();
  }

  /**
   * The files whose path matches {@code pattern}. Beam takes any path for a pattern and knows no
   * way to quote, so it is asked for more than is wanted.
   */
  private static List<Metadata> match(String path, String pattern) throws IOException {
    MatchResult result = FileSystems.match(path.replaceAll("[\\[\\]{}\\\\]", "?"));
    if (result.status() == MatchResult.Status.NOT_FOUND) {
      return List.of();
    }
    Predicate<String> wanted = Pattern.compile(pattern, Pattern.DOTALL).asMatchPredicate();
    try {
      return result.metadata().stream()
          .filter(file -> wanted.test(file.resourceId().toString()))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
