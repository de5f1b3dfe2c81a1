package dev.byoml.transforms.read.table;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.template.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * The rows of a Parquet file, each as a line that the template reads. Their positions are their
 * numbers in the file, the first is 1. One group of rows is in memory at a time.
 */
public final class ParquetRows implements SourceLines {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private final String file;
  private final RowWriter writer;
  private final ParquetInput input;
  private ParquetFileReader reader;
  private RecordReader<Group> rows;
  private long left;
  private long number;
  private boolean isAtEnd;

  /**
   * Rows of a file.
   *
   * @param template what reads them; null for JSON objects
   */
  public ParquetRows(String file, Template template) {
    this.file = file;
    this.writer = new RowWriter(template);
    this.input = new ParquetInput(file);
  }

  /** Whether a file that begins so is Parquet. */
  public static boolean isParquet(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    if (isAtEnd) {
      return null;
    }
    try {
      if (!hasRow()) {
        isAtEnd = true;
        return null;
      }
      left--;
      Group row = rows.read();
      number++;
      return TableRows.line(file, number, writer.line(ParquetValues.of(row)));
    } catch (OtherCodecException e) {
      isAtEnd = true;
      return problem(LineProblem.OTHER_COMPRESSION, e.getMessage());
    } catch (IOException | RuntimeException e) {
      input.checkHasNotFailed(e);
      isAtEnd = true;
      return problem(LineProblem.DAMAGED_FILE, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
    input.close();
  }

  private boolean hasRow() throws IOException {
    if (reader == null) {
      reader =
          ParquetFileReader.open(
              input, ParquetReadOptions.builder().withCodecFactory(new ParquetCodecs()).build());
    }
    while (left == 0) {
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        return false;
      }
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      rows =
          new ColumnIOFactory()
              .getColumnIO(schema)
              .getRecordReader(pages, new GroupRecordConverter(schema));
      left = pages.getRowCount();
    }
    return true;
  }

  private SourceLine problem(LineProblem problem, String text) {
    return new SourceLine(file, number, text.getBytes(StandardCharsets.UTF_8), problem);
  }

  /** A file is compressed in a way that is not read. */
  static final class OtherCodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OtherCodecException(String codec) {
      super("Parquet's " + codec);
    }
  }
}
