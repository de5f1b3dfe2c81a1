package dev.byoml.transforms.source.file;

import dev.byoml.transforms.source.FileRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines that end in {@code LF} or {@code CRLF} or with the stream.
 * However long a line is, no more of it is held in memory than of the longest line that is read.
 */
final class LineReader {
  private static final int BUFFER = 1 << 16;

  /** How much of a line is kept that is not read in full. */
  private static final int KEPT_START = 1 << 10;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final String source;
  private final long end;
  private final int longest;
  private final LineBuffer line;

  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int limit;

  /** Offset in the file of the byte after those in the buffer. */
  private long offset;

  private long lineStart;

  private LineReader(InputStream in, String source, long offset, long end, int longest) {
    this.in = in;
    this.source = source;
    this.offset = offset;
    this.end = end;
    this.longest = longest;
    this.line = new LineBuffer(longest + BYTE_ORDER_MARK.length + 1);
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
   * Reads the lines that begin in a piece of a file.
   *
   * @param in the file's bytes, from {@link #firstByte}
   * @param longest length in bytes of the longest line that is read in full
   */
  static LineReader ofRange(InputStream in, FileRange range, int longest) throws IOException {
    LineReader reader = new LineReader(in, range.file(), firstByte(range), range.end(), longest);
    if (range.start() > 0) {
      // A line begins where the range does if the byte before it ends one.
      reader.collectLine();
    }
    return reader;
  }

  /** Offset of the first byte that is needed to tell which lines begin in {@code range}. */
  static long firstByte(FileRange range) {
    return Math.max(0, range.start() - 1);
  }

  /** The next line; null after the last. */
  SourceLine next() throws IOException {
    lineStart = offset - (limit - next);
    line.clear();
    if (lineStart >= end || !collectLine()) {
      return null;
    }
    int start = afterByteOrderMark();
    long length = line.length() - start - (line.endsWith('\r') ? 1 : 0);
    return length > longest
        ? unfinished(LineProblem.LINE_TOO_LONG)
        : SourceLine.of(source, lineStart, line.bytes(start, (int) Math.max(0, length)));
  }

  /** What was read of the line that {@link #next} could not read to its end. */
  SourceLine unfinished(LineProblem problem) {
    int start = afterByteOrderMark();
    int kept = Math.min(KEPT_START, line.held() - start);
    return new SourceLine(source, lineStart, line.bytes(start, kept), problem);
  }

  private int afterByteOrderMark() {
    return lineStart == 0 && line.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  }

  /** Collects up to and without the next line feed; false if there is no further byte. */
  private boolean collectLine() throws IOException {
    while (next < limit || fill()) {
      int lineFeed = next;
      while (lineFeed < limit && buffer[lineFeed] != '\n') {
        lineFeed++;
      }
      line.append(buffer, next, lineFeed - next);
      next = Math.min(lineFeed + 1, limit);
      if (lineFeed < limit) {
        return true;
      }
    }
    return line.length() > 0;
  }

  private boolean fill() throws IOException {
    int read;
    do {
      read = in.read(buffer);
    } while (read == 0);
    next = 0;
    limit = Math.max(0, read);
    offset += limit;
    return limit > 0;
  }

  /** The bytes of a line; of those beyond its capacity only the number and the last one. */
  private static final class LineBuffer {
    private static final int FIRST_SIZE = 1 << 12;

    private final int capacity;
    private byte[] bytes = new byte[FIRST_SIZE];
    private long length;
    private byte last;

    LineBuffer(int capacity) {
      this.capacity = capacity;
    }

    void clear() {
      length = 0;
    }

    long length() {
      return length;
    }

    /** How many of the line's bytes are here. */
    int held() {
      return (int) Math.min(length, capacity);
    }

    void append(byte[] source, int start, int count) {
      if (count == 0) {
        return;
      }
      int kept = (int) Math.min(count, Math.max(0, capacity - length));
      if (kept > 0) {
        ensure((int) length + kept);
        System.arraycopy(source, start, bytes, (int) length, kept);
      }
      length += count;
      last = source[start + count - 1];
    }

    boolean endsWith(char character) {
      return length > 0 && last == character;
    }

    boolean startsWith(byte[] prefix) {
      return length >= prefix.length
          && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    byte[] bytes(int start, int count) {
      return Arrays.copyOfRange(bytes, start, start + count);
    }

    private void ensure(int size) {
      if (bytes.length < size) {
        bytes = Arrays.copyOf(bytes, Math.max(size, Math.min(capacity, 2 * bytes.length)));
      }
    }
  }
}
