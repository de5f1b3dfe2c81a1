package dev.byoml.model.summary;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A window of time {@code [from, to)} over which accesses are added up, and the names of its files:
 * {@code 20260316T070000Z-20260316T080000Z} and what follows that.
 *
 * @param from its first instant
 * @param to the first instant after it
 */
public record SummaryWindow(Instant from, Instant to) implements Comparable<SummaryWindow> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX").withZone(ZoneOffset.UTC);

  private static final Pattern FILE =
      Pattern.compile(
          "(\\d{8}T\\d{6}Z)-(\\d{8}T\\d{6}Z)(?<rest>\\.json|-(?:blobs-)?[0-9a-f]{16}\\.avro)");

  private static final String MANIFEST = ".json";

  /**
   * Checks the window.
   *
   * @throws IllegalArgumentException if it is empty, or an end is not at a whole second
   */
  public SummaryWindow {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("the window from %s to %s is empty".formatted(from, to));
    }
    if (from.getNano() != 0 || to.getNano() != 0) {
      throw new IllegalArgumentException(
          "the window from %s to %s does not begin and end at whole seconds".formatted(from, to));
    }
  }

  /** Returns the window that a file belongs to by its name; empty if it does not belong to one. */
  public static Optional<SummaryWindow> ofFile(String name) {
    Matcher matcher = FILE.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SummaryWindow(
              TIME.parse(matcher.group(1), Instant::from),
              TIME.parse(matcher.group(2), Instant::from)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether a file is the manifest of a window by its name. */
  public static boolean isManifest(String name) {
    return name.endsWith(MANIFEST) && ofFile(name).isPresent();
  }

  /** What the names of its files begin with. */
  public String name() {
    return TIME.format(from) + "-" + TIME.format(to);
  }

  /** Name of its manifest. */
  public String manifest() {
    return name() + MANIFEST;
  }

  /** How long it is. */
  public Duration length() {
    return Duration.between(from, to);
  }

  /** Whether it has an instant in common with {@code [otherFrom, otherTo)}. */
  public boolean overlaps(Instant otherFrom, Instant otherTo) {
    return from.isBefore(otherTo) && otherFrom.isBefore(to);
  }

  /** Orders by start, then by end. */
  @Override
  public int compareTo(SummaryWindow other) {
    int order = from.compareTo(other.from);
    return order != 0 ? order : to.compareTo(other.to);
  }

  /** The window as {@code [from, to)}. */
  @Override
  public String toString() {
    return "[" + from + ", " + to + ")";
  }
}
