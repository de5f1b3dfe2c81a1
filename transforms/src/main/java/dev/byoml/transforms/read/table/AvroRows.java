package dev.byoml.transforms.read.table;

import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLines;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.file.FileContent;
import dev.byoml.transforms.source.json.MessageLines;
import dev.byoml.transforms.template.Template;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Conversions;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * The rows of an Avro file, each as a line that the template reads. Their positions are their
 * numbers in the file, the first is 1. Times by Avro's logical types become ISO-8601.
 *
 * <p>Of a file that Event Hubs Capture wrote, rows are those of the messages in its column {@code
 * Body}, at the position of their message.
 */
public final class AvroRows implements SourceLines {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};

  private static final String BODY = "Body";
  private static final String SEQUENCE_NUMBER = "SequenceNumber";

  private final FileContent content;
  private final RowWriter writer;
  private final Deque<SourceLine> ofMessage = new ArrayDeque<>();
  private DataFileStream<GenericRecord> records;
  private boolean isCaptured;
  private long number;
  private boolean isDamaged;

  /**
   * Rows of a file.
   *
   * @param content of the file, opened at its start; closed with the rows
   * @param template what reads them; null for JSON objects
   */
  public AvroRows(FileContent content, Template template) {
    this.content = content;
    this.writer = new RowWriter(template);
  }

  /** Whether a file that begins so is Avro. */
  public static boolean isAvro(byte[] head) {
    return head.length >= MAGIC.length
        && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  @Override
  public SourceLine next() throws UnreadableInputException {
    while (ofMessage.isEmpty() && !isDamaged) {
      try {
        open();
        if (!records.hasNext()) {
          // A block that ends too early is taken for the end of the file, but still counts as
          // begun.
          if (records.hasNext()) {
            throw new EOFException("it ends within a block");
          }
          return null;
        }
        number++;
        read(records.next());
      } catch (IOException | AvroRuntimeException e) {
        content.checkHasNotFailed(e instanceof IOException io ? io : new IOException(e));
        isDamaged = true;
        return problem(LineProblem.DAMAGED_FILE, String.valueOf(e.getMessage()));
      } catch (NoClassDefFoundError e) {
        isDamaged = true;
        return problem(
            LineProblem.OTHER_COMPRESSION, "Avro's " + records.getMetaString("avro.codec"));
      }
    }
    return ofMessage.poll();
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private void open() throws IOException {
    if (records != null) {
      return;
    }
    GenericData data = new GenericData();
    data.addLogicalTypeConversion(new Conversions.DecimalConversion());
    data.addLogicalTypeConversion(new TimeConversions.DateConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMillisConversion());
    data.addLogicalTypeConversion(new TimeConversions.LocalTimestampMicrosConversion());
    records = new DataFileStream<>(content.in(), new GenericDatumReader<>(null, null, data));
    Schema schema = records.getSchema();
    isCaptured =
        schema.getType() == Schema.Type.RECORD
            && schema.getField(BODY) != null
            && schema.getField(SEQUENCE_NUMBER) != null;
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IOException("its values are no records, but of type " + schema.getType());
    }
  }

  private void read(GenericRecord record) {
    if (isCaptured) {
      byte[] message = record.get(BODY) instanceof ByteBuffer body ? bytes(body) : null;
      for (SourceLine row : MessageLines.of(content.file(), message)) {
        ofMessage.add(new SourceLine(content.file(), number, row.bytes(), row.problem()));
      }
      return;
    }
    ofMessage.add(TableRows.line(content.file(), number, writer.line(values(record))));
  }

  private SourceLine problem(LineProblem problem, String text) {
    return new SourceLine(content.file(), number, text.getBytes(StandardCharsets.UTF_8), problem);
  }

  private static Map<String, Object> values(IndexedRecord record) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (Schema.Field field : record.getSchema().getFields()) {
      values.put(field.name(), value(record.get(field.pos())));
    }
    return values;
  }

  /** A value as {@link RowWriter} takes it. */
  private static Object value(Object value) {
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Number) {
      return value;
    }
    if (value instanceof IndexedRecord record) {
      return values(record);
    }
    if (value instanceof Collection<?> list) {
      List<Object> values = new ArrayList<>(list.size());
      list.forEach(element -> values.add(value(element)));
      return values;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((name, element) -> values.put(name.toString(), value(element)));
      return values;
    }
    // Texts, enumerations and times have their text; of bytes that is UTF-8.
    return value instanceof ByteBuffer buffer
        ? new String(bytes(buffer), StandardCharsets.UTF_8)
        : value.toString();
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
