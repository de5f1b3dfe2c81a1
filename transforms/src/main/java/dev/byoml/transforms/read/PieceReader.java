package dev.byoml.transforms.read;

import dev.byoml.transforms.read.table.AvroRows;
import dev.byoml.transforms.read.table.HeaderLines;
import dev.byoml.transforms.read.table.ParquetRows;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.InputPiece.LeftOut;
import dev.byoml.transforms.source.InputPiece.TopicRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.file.FileContent;
import dev.byoml.transforms.source.file.FileLines;
import dev.byoml.transforms.source.topic.TopicLines;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens pieces of input, whatever they are pieces of and whatever their rows look like. */
public final class PieceReader {
  private static final Logger LOG = LoggerFactory.getLogger(PieceReader.class);

  private PieceReader() {}

  /**
   * The rows of a piece as lines that {@code template} reads. Whoever opens them closes them. A
   * file that cannot be cut into lines is read whole with the piece that begins it.
   *
   * @param template what rows are read by; null if lines are wanted as they are
   * @param options of the run
   * @throws UnreadableInputException if the file system or the broker fails again and again
   */
  public static SourceLines open(InputPiece piece, Template template, PipelineOptions options)
      throws UnreadableInputException {
    if (piece instanceof TopicRange range) {
      return TopicLines.open(range);
    }
    if (piece instanceof LeftOut) {
      return Lines.NONE;
    }
    FileRange range = (FileRange) piece;
    if (range.start() == 0) {
      FileContent content = FileContent.open(range.file(), 0, until(range), options);
      FileShape shape = FileShape.of(content, template);
      if (shape.isUnlike(range.file())) {
        LOG.warn("{} is {} whatever its name says; it is read as that", range.file(), shape.name());
      }
      return rows(range, content, shape, template);
    }
    if (!isOfLines(range.file(), template, options)) {
      return Lines.NONE;
    }
    return FileLines.of(
        range, FileContent.open(range.file(), FileLines.firstByte(range), until(range), options));
  }

  private static long until(FileRange range) {
    return range.end() == Long.MAX_VALUE ? 0 : range.end();
  }

  /**
   * What the rows of a file look like, in words.
   *
   * @param template what they would be read by
   * @param options of the run
   * @throws UnreadableInputException if the file system fails again and again
   */
  public static String shape(String file, Template template, PipelineOptions options)
      throws UnreadableInputException {
    try (FileContent content = FileContent.open(file, options)) {
      FileShape shape = FileShape.of(content, template);
      return switch (shape.kind()) {
        case OTHER_ENCODING -> shape.name() + ", which is not read: convert it to UTF-8";
        case OTHER_COMPRESSION -> shape.name() + ", which is not read: unpack it";
        default -> shape.name() + (content.isGzip() ? ", compressed by gzip" : "");
      };
    } catch (UnreadableInputException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableInputException(file, "it cannot be closed", e);
    }
  }

  private static boolean isOfLines(String file, Template template, PipelineOptions options)
      throws UnreadableInputException {
    try (FileContent start = FileContent.open(file, options)) {
      return !start.isGzip() && FileShape.of(start, template).kind() == FileShape.Kind.LINES;
    } catch (UnreadableInputException e) {
      throw e;
    } catch (IOException e) {
      throw new UnreadableInputException(file, "it cannot be closed", e);
    }
  }

  private static SourceLines rows(
      FileRange range, FileContent content, FileShape shape, Template template)
      throws UnreadableInputException {
    FileRange whole = FileRange.ofWhole(range.file());
    return switch (shape.kind()) {
      case LINES -> FileLines.of(content.isGzip() ? whole : range, content);
      case JSON -> new JsonFile(content);
      case AVRO -> new AvroRows(content, template);
      case PARQUET -> parquet(content, template);
      case TABLE -> HeaderLines.of(FileLines.of(whole, content), shape.header(), template);
      case OTHER_ENCODING, OTHER_COMPRESSION ->
          new Lines(
              content,
              new SourceLine(
                  range.file(),
                  0,
                  shape.name().getBytes(StandardCharsets.UTF_8),
                  shape.kind() == FileShape.Kind.OTHER_ENCODING
                      ? LineProblem.OTHER_ENCODING
                      : LineProblem.OTHER_COMPRESSION));
    };
  }

  /** Parquet is read from its end, and by a channel of its own. */
  private static SourceLines parquet(FileContent content, Template template)
      throws UnreadableInputException {
    try {
      content.close();
    } catch (IOException e) {
      throw new UnreadableInputException(content.file(), "it cannot be closed", e);
    }
    return new ParquetRows(content.file(), template);
  }

  /** At most one line. */
  private static final class Lines implements SourceLines {
    private static final Lines NONE = new Lines(null, null);

    private final FileContent content;
    private SourceLine line;

    Lines(FileContent content, SourceLine line) {
      this.content = content;
      this.line = line;
    }

    @Override
    public SourceLine next() {
      SourceLine next = line;
      line = null;
      return next;
    }

    @Override
    public void close() throws IOException {
      if (content != null) {
        content.close();
      }
    }
  }
}
