package dev.byoml.transforms.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystem;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.CreateOptions;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.MatchResult.Status;
import org.apache.beam.sdk.io.fs.MoveOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A blob store in memory, for tests: {@code memory://container/path}. It behaves like Beam's file
 * system for Azure where that differs from a disk: there are no folders, a pattern for a container
 * that does not exist fails with an unchecked exception, a file that exists cannot be created
 * again, and files cannot be renamed. Remembers which files were opened and which patterns were
 * listed.
 */
public final class MemoryFileSystem extends FileSystem<MemoryResourceId> {
  static final String SCHEME = "memory";

  private static final Map<String, byte[]> FILES = new ConcurrentSkipListMap<>();
  private static final List<String> OPENED = new CopyOnWriteArrayList<>();
  private static final List<String> LISTED = new CopyOnWriteArrayList<>();

  /** Empties the store and makes it known to Beam. */
  public static void reset() {
    FILES.clear();
    OPENED.clear();
    LISTED.clear();
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  /** Puts a file of text into the store. */
  public static void put(String name, String text) {
    FILES.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The text of a file. */
  public static String text(String name) {
    return new String(FILES.get(name), StandardCharsets.UTF_8);
  }

  /** The names of all files, in alphabetical order. */
  public static List<String> names() {
    return List.copyOf(FILES.keySet());
  }

  /** The files that were opened, in the order they were. */
  public static List<String> opened() {
    return List.copyOf(OPENED);
  }

  /** The patterns with wildcards that were looked up, in the order they were. */
  public static List<String> listed() {
    return List.copyOf(LISTED);
  }

  @Override
  protected List<MatchResult> match(List<String> specs) {
    return specs.stream().map(MemoryFileSystem::match).toList();
  }

  @Override
  protected WritableByteChannel create(MemoryResourceId file, CreateOptions options)
      throws IOException {
    if (FILES.containsKey(file.name())) {
      throw new IOException("This filename is already in use.");
    }
    return Channels.newChannel(
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            FILES.put(file.name(), toByteArray());
          }
        });
  }

  @Override
  protected ReadableByteChannel open(MemoryResourceId file) throws IOException {
    OPENED.add(file.name());
    byte[] bytes = FILES.get(file.name());
    if (bytes == null) {
      throw new FileNotFoundException("The requested file doesn't exist.");
    }
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  @Override
  protected void copy(List<MemoryResourceId> sources, List<MemoryResourceId> targets)
      throws IOException {
    throw new IOException("Copying blobs requires a key.");
  }

  @Override
  protected void rename(
      List<MemoryResourceId> sources, List<MemoryResourceId> targets, MoveOptions... options)
      throws IOException {
    throw new IOException("Copying blobs requires a key.");
  }

  @Override
  protected void delete(Collection<MemoryResourceId> files) {
    files.forEach(file -> FILES.remove(file.name()));
  }

  @Override
  protected MemoryResourceId matchNewResource(String name, boolean isDirectory) {
    return new MemoryResourceId(isDirectory && !name.endsWith("/") ? name + "/" : name);
  }

  @Override
  protected String getScheme() {
    return SCHEME;
  }

  private static MatchResult match(String spec) {
    if (!spec.contains("*") && !spec.contains("?")) {
      return FILES.containsKey(spec)
          ? MatchResult.create(Status.OK, List.of(metadata(spec)))
          : MatchResult.create(Status.NOT_FOUND, new FileNotFoundException(spec));
    }
    LISTED.add(spec);
    String container = spec.substring(0, spec.indexOf('/', (SCHEME + "://").length()) + 1);
    if (FILES.keySet().stream().noneMatch(name -> name.startsWith(container))) {
      throw new IllegalStateException("Status code 404, ContainerNotFound");
    }
    Pattern pattern = pattern(spec);
    return MatchResult.create(
        Status.OK,
        FILES.keySet().stream()
            .filter(name -> pattern.matcher(name).matches())
            .map(MemoryFileSystem::metadata)
            .toList());
  }

  private static Pattern pattern(String glob) {
    StringBuilder pattern = new StringBuilder();
    for (String part : glob.split("(?<=\\*\\*)|(?=\\*\\*)|(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
      pattern.append(
          switch (part) {
            case "**" -> ".*";
            case "*" -> "[^/]*";
            default ->
                Stream.of(part.split("\\?", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining("[^/]"));
          });
    }
    return Pattern.compile(pattern.toString());
  }

  private static Metadata metadata(String name) {
    return Metadata.builder()
        .setResourceId(new MemoryResourceId(name))
        .setIsReadSeekEfficient(false)
        .setSizeBytes(FILES.get(name).length)
        .build();
  }
}
