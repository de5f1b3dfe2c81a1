package dev.byoml.transforms.source.file;

import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;

/** One file of events, read here and now instead of by a pipeline. */
public final class EventFile {
  private EventFile() {}

  /**
   * Reads the first lines of a file as {@link ReadEventLines} would. A file whose name ends in
   * {@code .gz} is decompressed; where it is damaged, the last line says so.
   *
   * @param path path of the file, on any of Beam's file systems
   * @param most no more lines are read than this
   * @param lines takes the lines one after the other, each in a buffer that the next overwrites
   * @return whether the file has no further lines
   * @throws FileNotFoundException if there is no such file
   * @throws IOException if the file cannot be read
   */
  public static boolean forEachLine(String path, long most, Consumer<SourceLine> lines)
      throws IOException {
    try (RawInputStream raw = open(path)) {
      if (!FileLines.isCompressed(path)) {
        return read(LineReader.ofWhole(raw, path, SourceLine.LONGEST), most, lines);
      }
      try (InputStream in = new GzipMembersInputStream(raw)) {
        LineReader reader = LineReader.ofWhole(in, path, SourceLine.LONGEST);
        try {
          return read(reader, most, lines);
        } catch (IOException e) {
          if (raw.hasFailed()) {
            throw e;
          }
          lines.accept(reader.unfinished(LineProblem.CORRUPT_GZIP));
          return true;
        }
      }
    }
  }

  private static RawInputStream open(String path) throws IOException {
    String file = FileSystems.matchSingleFileSpec(path).resourceId().toString();
    return FileLines.open(file, 0);
  }

  private static boolean read(LineReader reader, long most, Consumer<SourceLine> lines)
      throws IOException {
    for (long count = 0; count < most; count++) {
      SourceLine line = reader.next();
      if (line == null) {
        return true;
      }
      lines.accept(line);
    }
    return reader.next() == null;
  }
}
