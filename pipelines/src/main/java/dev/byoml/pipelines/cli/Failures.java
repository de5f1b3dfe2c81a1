package dev.byoml.pipelines.cli;

import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.source.UnreadableInputException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Says in one line what went wrong, whatever a runner wrapped it in. */
public final class Failures {
  /** What Java says when the heap is full. */
  private static final Pattern TOO_LITTLE_MEMORY =
      Pattern.compile("Java heap space|GC overhead limit exceeded");

  private Failures() {}

  /** The message of the innermost cause that has one, with the type where the message needs it. */
  public static String describe(Throwable failure) {
    Set<Throwable> seen = new LinkedHashSet<>();
    Throwable innermost = failure;
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof UnreadableInputException) {
        return t.getMessage();
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
    String firstLine = message.strip().lines().findFirst().orElse("");
    if (TOO_LITTLE_MEMORY.matcher(firstLine).find()) {
      return firstLine
          + ": give Java more memory, on this machine with BYOML_JAVA_OPTIONS=-Xmx8g, on a cluster"
          + " by its workers' settings; within one Java machine --factorization=inMemory takes least";
    }
    boolean speaksForItself = firstLine.contains(" ");
    return speaksForItself ? firstLine : innermost.getClass().getSimpleName() + ": " + firstLine;
  }
}
