package dev.byoml.transforms.source.list;

import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.UnreadableInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lists local files. Beam's own listing passes over folders that it may not read, and goes round in
 * circles that links make; here the former ends the run, and of a file that several links lead to,
 * in all patterns that one lister lists, the first path counts.
 */
final class LocalLister implements FileLister {
  private static final String ALL_BELOW = "/**";

  private final Set<Object> listed = new HashSet<>();

  @Override
  public void list(InputPattern pattern, TimeRange range, Consumer<ListedFile> files)
      throws IOException {
    String glob = pattern.glob();
    Path path = new File(glob).toPath();
    if (Files.exists(path) && !Files.isDirectory(path)) {
      accept(path, Files.readAttributes(path, BasicFileAttributes.class), pattern, files);
      return;
    }
    Path start = start(glob);
    if (!Files.exists(start)) {
      return;
    }
    for (Map.Entry<Path, BasicFileAttributes> file : below(start, matcher(glob)).entrySet()) {
      accept(file.getKey(), file.getValue(), pattern, files);
    }
  }

  private void accept(
      Path path, BasicFileAttributes attributes, InputPattern pattern, Consumer<ListedFile> files)
      throws IOException {
    ListedFile file = new ListedFile(path.toString(), attributes.size(), true);
    boolean isWanted = pattern.anyName() || EventInput.isEventFile(file.name());
    if (!attributes.isRegularFile() && isWanted) {
      throw new UnreadableInputException(
          file.path(),
          attributes.isSymbolicLink()
              ? "it is a link to nothing"
              : "it is a pipe or device, no file",
          null);
    }
    Object key = attributes.fileKey();
    if (!isWanted || key == null || listed.add(key)) {
      files.accept(file);
    }
  }

  /** The files below a folder that match, in the order of their paths. */
  private static Map<Path, BasicFileAttributes> below(Path start, PathMatcher wanted)
      throws IOException {
    Map<Path, BasicFileAttributes> found = new TreeMap<>();
    Files.walkFileTree(
        start,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (wanted.matches(file)) {
              found.put(file, attributes);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof FileSystemLoopException) {
              // What the link leads back to is being listed.
              return FileVisitResult.CONTINUE;
            }
            throw new UnreadableInputException(
                file.toString(),
                failure instanceof AccessDeniedException
                    ? "access denied"
                    : String.valueOf(failure.getMessage()),
                failure);
          }
        });
    return found;
  }

  /** The folder below which everything lies that a pattern matches. */
  private static Path start(String glob) {
    int end = glob.length();
    for (char wildcard : new char[] {'*', '?', '[', '{'}) {
      int found = glob.indexOf(wildcard);
      end = found >= 0 && found < end ? found : end;
    }
    String literal = glob.substring(0, end);
    return Path.of(literal.substring(0, literal.lastIndexOf('/') + 1));
  }

  private static PathMatcher matcher(String glob) {
    String folder = glob.endsWith(ALL_BELOW) ? glob.substring(0, glob.length() - 3) : "";
    if (!folder.isEmpty() && Files.isDirectory(new File(folder).toPath())) {
      return path -> true;
    }
    return FileSystems.getDefault().getPathMatcher("glob:" + glob.replace("\\", "\\\\"));
  }
}
