package dev.byoml.pipelines.cli;

import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.text.Texts;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Says in one line what went wrong, whatever a runner wrapped it in. */
public final class Failures {
  /** What to do when the heap is too small. */
  public static final String TOO_LITTLE_MEMORY =
      "give Java more memory, on this machine with BYOML_JAVA_OPTIONS=-Xmx8g, on a cluster"
          + " by its workers' settings; within one Java machine --factorization=inMemory takes least";

  /** What Java says when the heap is full. */
  private static final Pattern FULL_HEAP =
      Pattern.compile("Java heap space|GC overhead limit exceeded");

  private static final String ALLOW = "; let the user of this process read and write there";

  private Failures() {}

  /** What happened to a file, and what to do about it. */
  private static String ofFile(FileSystemException e) {
    String file = String.valueOf(e.getFile());
    if (e instanceof AccessDeniedException) {
      return "access denied: " + file + ALLOW;
    }
    if (e instanceof FileAlreadyExistsException) {
      return file + " already exists: remove it or name another place";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no " + file;
    }
    String reason = String.valueOf(e.getReason());
    return reason.contains("No space left")
        ? "no space left for %s: free some, or name a place on another disk".formatted(file)
        : "%s: %s".formatted(file, e.getReason() == null ? "cannot be used" : reason);
  }

  /** The message of the innermost cause that has one, with the type where the message needs it. */
  public static String describe(Throwable failure) {
    Throwable innermost = failure;
    for (Throwable t : ExceptionUtils.getThrowableList(failure)) {
      if (t instanceof UnreadableInputException) {
        return t.getMessage();
      }
      if (t instanceof FileSystemException file) {
        return ofFile(file);
      }
      if (t.getMessage() != null && !t.getMessage().isBlank()) {
        innermost = t;
      }
    }
    Optional<String> ofBlobs = BlobFailures.find(failure);
    if (ofBlobs.isPresent()) {
      return ofBlobs.get();
    }
    String message = innermost.getMessage();
    if (message == null || message.isBlank()) {
      return innermost.getClass().getSimpleName();
    }
    String firstLine = Texts.firstLine(message);
    if (FULL_HEAP.matcher(firstLine).find()) {
      return firstLine + ": " + TOO_LITTLE_MEMORY;
    }
    if (firstLine.endsWith("(Permission denied)")) {
      return "access denied: " + firstLine.replace(" (Permission denied)", "") + ALLOW;
    }
    boolean speaksForItself = firstLine.contains(" ");
    return speaksForItself ? firstLine : innermost.getClass().getSimpleName() + ": " + firstLine;
  }
}
