package dev.byoml.transforms.source.list;

import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.azure.BlobPath;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.file.FileContent;
import dev.byoml.transforms.text.Texts;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a user names as input: a file, a folder or a pattern, and which files that means. */
public final class EventInput {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");
  private static final Pattern SPECIAL_IN_LOCAL_FOLDER = Pattern.compile("[*?\\[\\]{}\\\\]");
  private static final Pattern SCHEME =
      Pattern.compile("([a-zA-Z][-a-zA-Z0-9+.]*):/.*", Pattern.DOTALL);
  private static final Pattern EVENT_FILE =
      Pattern.compile("(?is)[^.].*\\.(?:json|jsonl|ndjson|tsv|csv|avro|parquet)(?:\\.gz)?");

  /** In a folder that nobody has: listing it costs one request and shows whether listing works. */
  private static final String PROBE = "/.sentinel-byoml-probe/*";

  /** Logs are seldom compressed to less than this part. */
  private static final long MOST_COMPRESSION = 40;

  private enum Kind {
    FILE,
    LOCAL_FOLDER,
    REMOTE_FOLDER,
    LOCAL_GLOB,
    REMOTE_GLOB
  }

  private final String path;
  private final Kind kind;

  private EventInput(String path, Kind kind) {
    this.path = path;
    this.kind = kind;
  }

  /**
   * Looks up an input, without listing what is in it.
   *
   * @throws InputNotFoundException if it is certain that there is nothing
   */
  public static EventInput of(String input) {
    if (input.isBlank()) {
      throw new InputNotFoundException("the input is empty: name a file, a folder or a pattern");
    }
    return hasScheme(input) ? remote(withoutLastSlashes(input)) : local(input);
  }

  /** Whether a file of that name in a folder holds events. */
  static boolean isEventFile(String name) {
    return EVENT_FILE.matcher(name).matches();
  }

  /**
   * Checks that files can be opened or listed, and that a local pattern has any.
   *
   * @throws InputNotFoundException if not
   */
  public void checkReadable() {
    switch (kind) {
      case FILE -> checkOpens();
      case LOCAL_FOLDER -> checkLocalFolder();
      case LOCAL_GLOB -> checkMatches();
      case REMOTE_FOLDER -> match(path + PROBE);
      case REMOTE_GLOB -> match(folderBeforeWildcard(path) + PROBE);
    }
  }

  /**
   * The patterns whose files together are the input; no file matches two of them. Folders of which
   * the path says that they lie outside {@code range} are left out where that is known without
   * listing them.
   */
  List<InputPattern> patterns(TimeRange range) {
    return switch (kind) {
      case FILE -> List.of(new InputPattern(path, true));
      case LOCAL_GLOB, REMOTE_GLOB -> globPatterns();
      case LOCAL_FOLDER -> within(folders(range).orElse(List.of(path)));
      case REMOTE_FOLDER -> remoteFolderPatterns(range);
    };
  }

  /**
   * The patterns, in lists of those that one lister lists: local ones together, so that it sees
   * which files they share by links.
   */
  List<List<InputPattern>> patternsListedTogether(TimeRange range) {
    List<InputPattern> patterns = patterns(range);
    if (isLocal(path)) {
      return patterns.isEmpty() ? List.of() : List.of(patterns);
    }
    return patterns.stream().map(List::of).toList();
  }

  /**
   * The files of events that are the input, in the order of their paths, whatever times they are
   * of. Takes as long as listing all of them does.
   *
   * @param options sign in to what is not local
   * @throws IOException if they cannot be listed
   */
  public List<FileRange> files(PipelineOptions options) throws IOException {
    return files(TimeRange.ALL, options);
  }

  /**
   * The same, but of an export only the files that hold rows of a range.
   *
   * @param options sign in to what is not local
   * @throws IOException if they cannot be listed
   */
  public List<FileRange> files(TimeRange range, PipelineOptions options) throws IOException {
    List<FileRange> files = new ArrayList<>();
    for (List<InputPattern> together : patternsListedTogether(range)) {
      FileLister lister = ListFilesFn.lister(together.get(0), options);
      for (InputPattern pattern : together) {
        lister.list(
            pattern,
            range,
            file -> {
              if (!ListFilesFn.isOfOtherKind(file, pattern)
                  && !ListFilesFn.isOutside(file, range)) {
                files.add(new FileRange(file.path(), 0, file.size()));
              }
            });
      }
    }
    files.sort(Comparator.comparing(FileRange::file));
    return files;
  }

  /** Whether a path or pattern is one of the local file system. */
  static boolean isLocal(String path) {
    return !hasScheme(path);
  }

  /**
   * The bytes of the files of a local input, or nothing where the input is elsewhere: listing what
   * is in a blob store takes too long to do it before a run.
   *
   * @throws InputNotFoundException if the files cannot be listed
   */
  public OptionalLong localBytes(TimeRange range) {
    if (kind == Kind.REMOTE_FOLDER || kind == Kind.REMOTE_GLOB || hasScheme(path)) {
      return OptionalLong.empty();
    }
    List<ListedFile> files = new ArrayList<>();
    try {
      LocalLister lister = new LocalLister();
      for (InputPattern pattern : patterns(range)) {
        lister.list(pattern, range, files::add);
      }
    } catch (IOException e) {
      throw new InputNotFoundException(
          "the input %s cannot be read: %s".formatted(path, e.getMessage()), e);
    }
    return OptionalLong.of(
        files.stream()
            .mapToLong(
                file ->
                    FileContent.isCompressed(file.path())
                        ? MOST_COMPRESSION * file.size()
                        : file.size())
            .sum());
  }

  private static EventInput local(String input) {
    String path = Path.of(input).toAbsolutePath().normalize().toString();
    File file = new File(path);
    if (file.exists()) {
      return new EventInput(path, file.isDirectory() ? Kind.LOCAL_FOLDER : Kind.FILE);
    }
    if (isGlob(path)) {
      return new EventInput(path, Kind.LOCAL_GLOB);
    }
    throw new InputNotFoundException("there is no file and no folder " + input);
  }

  private static EventInput remote(String path) {
    if (isGlob(path)) {
      return new EventInput(path, Kind.REMOTE_GLOB);
    }
    return new EventInput(path, isRemoteFile(path) ? Kind.FILE : Kind.REMOTE_FOLDER);
  }

  /**
   * Blob stores know no folders, but some keep an empty blob in place of each. A container alone is
   * no name of a blob, which some file systems take amiss.
   */
  private static boolean isRemoteFile(String path) {
    if (BlobPath.isBlobPath(path) && BlobPath.parse(path).name().isEmpty()) {
      return false;
    }
    try {
      Optional<Metadata> found =
          FileSystems.match(path, EmptyMatchTreatment.ALLOW).metadata().stream().findFirst();
      return found.isPresent() && (found.get().sizeBytes() > 0 || isEventFile(lastName(path)));
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** The files of the pattern, and the event files in its folders. */
  private List<InputPattern> globPatterns() {
    InputPattern files = new InputPattern(path, true);
    return path.endsWith("**")
        ? List.of(files)
        : List.of(files, new InputPattern(path + "/**", false));
  }

  private List<InputPattern> remoteFolderPatterns(TimeRange range) {
    if (BlobPath.isBlobPath(path)) {
      // Its lister looks at the range itself.
      return within(List.of(path));
    }
    Optional<List<String>> folders = folders(range);
    if (folders.isEmpty() && ExportLayout.isAboveWorkspace(path) && range.isBounded()) {
      // Each pattern lists all names below the path, but asks the size of those alone that match.
      return ExportLayout.foldersCovering(range, ExportLayout.Level.DAY).stream()
          .map(folder -> new InputPattern(path + "/**/" + folder + "/**", false))
          .toList();
    }
    return within(folders.orElse(List.of(path)));
  }

  private Optional<List<String>> folders(TimeRange range) {
    return ExportLayout.foldersIn(path, range);
  }

  private static List<InputPattern> within(List<String> folders) {
    return folders.stream().map(folder -> new InputPattern(folder + "/**", false)).toList();
  }

  private void checkOpens() {
    if (isLocal(path) && !Files.isRegularFile(Path.of(path))) {
      // Opening a pipe waits for somebody who writes to it.
      throw new InputNotFoundException(
          "the input %s cannot be read: it is a pipe or device, no file".formatted(path));
    }
    try {
      FileSystems.open(FileSystems.matchNewResource(path, false)).close();
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private void checkLocalFolder() {
    if (SPECIAL_IN_LOCAL_FOLDER.matcher(path).find()) {
      throw new InputNotFoundException(
          "the folder " + path + " cannot be read: its path holds one of * ? [ ] { } \\");
    }
    if (!new File(path).canRead()) {
      throw new InputNotFoundException("the folder " + path + " cannot be read: access denied");
    }
  }

  private void checkMatches() {
    if (globPatterns().stream().allMatch(pattern -> match(pattern.glob()).isEmpty())) {
      throw new InputNotFoundException("no file matches the pattern " + path);
    }
  }

  private List<Metadata> match(String glob) {
    try {
      return FileSystems.match(glob, EmptyMatchTreatment.ALLOW).metadata();
    } catch (IOException | RuntimeException e) {
      throw unreadable(e);
    }
  }

  private InputNotFoundException unreadable(Exception e) {
    String why = BlobFailures.find(e).orElseGet(() -> Texts.firstLine(e));
    return new InputNotFoundException("the input " + path + " cannot be read: " + why, e);
  }

  private static boolean hasScheme(String path) {
    return SCHEME.matcher(path).matches();
  }

  private static boolean isGlob(String path) {
    return WILDCARD.matcher(path).find();
  }

  private static String folderBeforeWildcard(String glob) {
    Matcher wildcard = WILDCARD.matcher(glob);
    String literal = wildcard.find() ? glob.substring(0, wildcard.start()) : glob;
    return literal.substring(0, literal.lastIndexOf('/'));
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String withoutLastSlashes(String path) {
    int end = path.length();
    while (end > 0 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }
}
