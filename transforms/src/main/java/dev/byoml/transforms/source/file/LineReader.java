package dev.byoml.transforms.source.file;

import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.Words;
import dev.byoml.transforms.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines that end in {@code LF} or {@code CRLF} or with the stream.
 * Lines are found where they were read to, not copied. However long a line is, no more of it is
 * held in memory than of the longest line that is read.
 */
final class LineReader {
  /** Small enough that what was read is still in the processor's cache when it is parsed. */
  private static final int BUFFER = 1 << 18;

  /** How much of a line is kept that is not read in full. */
  private static final int KEPT_START = 1 << 10;

  /** Bytes of a mark of byte order. */
  private static final int LONGEST_MARK = 3;

  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final String source;
  private final long end;
  private final int longest;

  private byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;

  /** So many bytes from {@link #next} on hold no line feed. */
  private int searched;

  /** Offset in the file of the byte after those in the buffer. */
  private long offset;

  private long lineStart;

  /** The start of the line at hand if the rest of it is being skipped, else nothing. */
  private byte[] kept = NOTHING;

  private LineReader(InputStream in, String source, long offset, long end, int longest) {
    this.in = in;
    this.source = source;
    this.offset = offset;
    this.end = end;
    this.longest = longest;
  }

  /**
   * Reads all lines of a stream.
   *
   * @param in the stream, at its start
   * @param longest length in bytes of the longest line that is read in full
   */
  static LineReader ofWhole(InputStream in, String source, int longest) {
    return new LineReader(in, source, 0, Long.MAX_VALUE, longest);
  }

  /**
   * Reads the lines that begin in a range of a file.
   *
   * @param in the file's bytes, decompressed, from {@link #firstByte}
   * @param longest length in bytes of the longest line that is read in full
   */
  static LineReader ofRange(InputStream in, FileRange range, int longest) throws IOException {
    LineReader reader = new LineReader(in, range.file(), firstByte(range), range.end(), longest);
    if (range.start() > 0) {
      // A line begins where the range does if the byte before it ends one.
      reader.skipLine();
    }
    return reader;
  }

  /** Offset of the first byte that is needed to know which lines begin in {@code range}. */
  static long firstByte(FileRange range) {
    return Math.max(0, range.start() - 1);
  }

  /** The next line, in a buffer that the line after it overwrites; null after the last. */
  SourceLine next() throws IOException {
    lineStart = offset - (limit - next);
    kept = NOTHING;
    if (lineStart >= end) {
      return null;
    }
    int mostHeld = longest + LONGEST_MARK + 1;
    while (true) {
      int lineFeed = Words.lineFeed(buffer, next + searched, limit);
      if (lineFeed < limit) {
        int start = next;
        goTo(lineFeed + 1);
        return line(start, lineFeed);
      }
      searched = limit - next;
      if (searched > mostHeld) {
        kept = startOfLine();
        skipLine();
        return unfinished(LineProblem.LINE_TOO_LONG);
      }
      if (!fill()) {
        int start = next;
        goTo(limit);
        return start == limit ? null : line(start, limit);
      }
    }
  }

  /** Whether {@link #next} gives another line and leaves the lines before it as they are. */
  boolean hasNextAtHand() {
    searched = Words.lineFeed(buffer, next + searched, limit) - next;
    return next + searched < limit && offset - (limit - next) < end;
  }

  private void goTo(int place) {
    next = place;
    searched = 0;
  }

  /** What was read of the line that {@link #next} could not read to its end. */
  SourceLine unfinished(LineProblem problem) {
    byte[] start = kept.length > 0 ? kept : startOfLine();
    return new SourceLine(source, lineStart, start, problem);
  }

  private SourceLine line(int first, int last) {
    int start = first + byteOrderMarkAt(first, last);
    int end = last > start && buffer[last - 1] == '\r' ? last - 1 : last;
    if (end - start > longest) {
      byte[] beginning =
          Arrays.copyOfRange(buffer, start, start + Math.min(KEPT_START, last - start));
      return new SourceLine(source, lineStart, beginning, LineProblem.LINE_TOO_LONG);
    }
    return new SourceLine(source, lineStart, buffer, start, end, null);
  }

  /** The first bytes of the line that begins at the next byte. */
  private byte[] startOfLine() {
    int start = next + byteOrderMarkAt(next, limit);
    return Arrays.copyOfRange(buffer, start, Math.min(limit, start + KEPT_START));
  }

  /** Length of the byte order mark with which the line begins. */
  private int byteOrderMarkAt(int first, int last) {
    return lineStart == 0 ? Texts.byteOrderMarkAt(buffer, first, last) : 0;
  }

  /** Skips up to and with the next line feed, or all there is. */
  private void skipLine() throws IOException {
    while (true) {
      int lineFeed = Words.lineFeed(buffer, next, limit);
      if (lineFeed < limit) {
        goTo(lineFeed + 1);
        return;
      }
      goTo(limit);
      if (!fill()) {
        return;
      }
    }
  }

  /** Reads on behind the bytes in the buffer that are not used yet; false if there are no more. */
  private boolean fill() throws IOException {
    System.arraycopy(buffer, next, buffer, 0, limit - next);
    limit -= next;
    next = 0;
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int read;
    do {
      read = in.read(buffer, limit, buffer.length - limit);
    } while (read == 0);
    limit += Math.max(0, read);
    offset += Math.max(0, read);
    return read > 0;
  }
}
