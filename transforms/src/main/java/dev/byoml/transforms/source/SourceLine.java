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
 * @param bytes the line without its end ({@code LF} or {@code CRLF}) and without a byte order mark;
 *     if there is a problem, as much of the line's start as was kept. Not to be changed
 * @param problem why the line could not be read in full, or null if it was
 */
public record SourceLine(String source, long position, byte[] bytes, LineProblem problem) {

  /**
   * The longest line that is read, in bytes: 1 MiB, as long as a record of Log Analytics can be.
   */
  public static final int LONGEST = 1 << 20;

  /** Checks that the parts other than {@code problem} are there. */
  public SourceLine {
    requireNonNull(source, "source");
    requireNonNull(bytes, "bytes");
    if (position < 0) {
      throw new IllegalArgumentException("position must not be negative, got " + position);
    }
  }

  /** A line that was read in full. */
  public static SourceLine of(String source, long position, byte[] bytes) {
    return new SourceLine(source, position, bytes, null);
  }

  /** Compares the bytes by content. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SourceLine that
        && position == that.position
        && problem == that.problem
        && source.equals(that.source)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * source.hashCode() + Long.hashCode(position)) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return source
        + "@"
        + position
        + (problem == null ? "" : " " + problem)
        + ": "
        + new String(bytes, StandardCharsets.UTF_8);
  }
}
