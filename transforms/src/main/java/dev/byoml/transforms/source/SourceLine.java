package dev.byoml.transforms.source;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line of an input, as its bytes, or the place where an input could not be read as lines.
 *
 * @param source path of the file, or another name of where the line came from
 * @param position offset in bytes of the line's first byte from the start of the file, after
 *     decompression; the same however the file is split for reading. A byte order mark belongs to
 *     the first line, which is at 0
 * @param buffer holds the line, and may hold more. Not to be changed
 * @param start index in the buffer of the line's first byte, without a byte order mark
 * @param end index after its last byte, without its end ({@code LF} or {@code CRLF}); if there is a
 *     problem, as much of the line's start as was kept
 * @param problem why the line could not be read in full, or null if it was
 */
public record SourceLine(
    String source, long position, byte[] buffer, int start, int end, LineProblem problem) {

  /**
   * The longest line that is read, in bytes: 1 MiB, as long as a record of Log Analytics can be.
   */
  public static final int LONGEST = 1 << 20;

  /** Checks that the parts other than {@code problem} are there. */
  public SourceLine {
    requireNonNull(source, "source");
    requireNonNull(buffer, "buffer");
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative, got " + position);
    }
    if (start < 0 || end < start || end > buffer.length) {
      throw new IllegalArgumentException(
          "a buffer of %d bytes has no line from %d to %d".formatted(buffer.length, start, end));
    }
  }

  /** A line that is all of {@code bytes}. */
  public SourceLine(String source, long position, byte[] bytes, LineProblem problem) {
    this(source, position, bytes, 0, bytes.length, problem);
  }

  /** A line that was read in full. */
  public static SourceLine of(String source, long position, byte[] bytes) {
    return new SourceLine(source, position, bytes, null);
  }

  /** Number of bytes. */
  public int length() {
    return end - start;
  }

  /** The bytes of the line alone; not to be changed. */
  public byte[] bytes() {
    return start == 0 && end == buffer.length ? buffer : Arrays.copyOfRange(buffer, start, end);
  }

  /** The same line in a buffer of its own. */
  public SourceLine copy() {
    return new SourceLine(source, position, Arrays.copyOfRange(buffer, start, end), problem);
  }

  /** Compares the bytes of the lines. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SourceLine that
        && position == that.position
        && problem == that.problem
        && source.equals(that.source)
        && Arrays.equals(buffer, start, end, that.buffer, that.start, that.end);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * source.hashCode() + Long.hashCode(position)) + Arrays.hashCode(bytes());
  }

  @Override
  public String toString() {
    return source
        + "@"
        + position
        + (problem == null ? "" : " " + problem)
        + ": "
        + new String(buffer, start, length(), StandardCharsets.UTF_8);
  }
}
