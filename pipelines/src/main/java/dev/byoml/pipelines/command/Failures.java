package dev.byoml.pipelines.command;

import dev.byoml.transforms.azure.BlobFailures;
import dev.byoml.transforms.read.UnreadableFileException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Says in one line what went wrong, whatever a runner wrapped it in. */
final class Failures {
  private Failures() {}

  /** The message of the innermost cause that has one, with the type where the message needs it. */
  static String describe(Throwable failure) {
    Set<Throwable> seen = new LinkedHashSet<>();
    Throwable innermost = failure;
    for (Throwable t = failure; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof UnreadableFileException) {
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
    boolean speaksForItself = firstLine.contains(" ");
    return speaksForItself ? firstLine : innermost.getClass().getSimpleName() + ": " + firstLine;
  }
}
