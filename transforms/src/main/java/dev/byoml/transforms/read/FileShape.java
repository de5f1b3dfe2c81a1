package dev.byoml.transforms.read;

import dev.byoml.transforms.read.table.AvroRows;
import dev.byoml.transforms.read.table.Header;
import dev.byoml.transforms.read.table.ParquetRows;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.source.file.FileContent;
import dev.byoml.transforms.source.json.MessageLines;
import dev.byoml.transforms.template.RowFormat;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.text.Texts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the rows of a file are written, as its first bytes say.
 *
 * @param kind how
 * @param header the first line of a table, else null
 * @param name what the rows are called, or the encoding or compression that is not read
 */
record FileShape(Kind kind, Header header, String name) {
  private static final Pattern TABLE_NAME = Pattern.compile("(?is).*\\.(?:csv|tsv|tab)(?:\\.gz)?");
  private static final Pattern JSON_NAME =
      Pattern.compile("(?is).*\\.(?:json|jsonl|ndjson)(?:\\.gz)?");

  private static final String JSON_LINES = "JSON, one row a line";
  private static final String TEXT = "text, one row a line";

  /** How rows are written. */
  enum Kind {
    /** One row a line. */
    LINES,
    /** JSON that goes over lines, or holds several rows in one. */
    JSON,
    /** Text whose first line names the columns. */
    TABLE,
    /** Avro. */
    AVRO,
    /** Parquet. */
    PARQUET,
    /** Text that is not UTF-8. */
    OTHER_ENCODING,
    /** Something compressed by another way than gzip. */
    OTHER_COMPRESSION
  }

  /** Whether the name of a file lets expect another shape. */
  boolean isUnlike(String file) {
    boolean isJson = kind == Kind.JSON || name.equals(JSON_LINES);
    boolean isJsonName = JSON_NAME.matcher(file).matches();
    boolean isTableName = TABLE_NAME.matcher(file).matches();
    return (kind == Kind.TABLE && isJsonName)
        || (isJson && isTableName)
        || ((kind == Kind.AVRO || kind == Kind.PARQUET) && (isJsonName || isTableName));
  }

  private static FileShape of(Kind kind, String name) {
    return new FileShape(kind, null, name);
  }

  /**
   * The shape of a file that was opened at its start.
   *
   * @param template what its rows are read by; null if they are wanted as they are
   */
  static FileShape of(FileContent content, Template template) throws UnreadableInputException {
    Optional<String> compression = content.otherCompression();
    if (compression.isPresent()) {
      return of(Kind.OTHER_COMPRESSION, compression.get());
    }
    byte[] head = content.head();
    if (AvroRows.isAvro(head)) {
      return of(Kind.AVRO, "Avro");
    }
    if (ParquetRows.isParquet(head) && !content.isGzip()) {
      return of(Kind.PARQUET, "Parquet");
    }
    Optional<String> encoding = otherEncoding(head);
    if (encoding.isPresent()) {
      return of(Kind.OTHER_ENCODING, encoding.get());
    }
    String text = new String(head, StandardCharsets.UTF_8);
    List<String> lines =
        Texts.withoutByteOrderMark(text).lines().filter(line -> !line.isBlank()).limit(2).toList();
    if (lines.isEmpty()) {
      return of(Kind.LINES, "text without a row");
    }
    char first = lines.get(0).strip().charAt(0);
    if (first == '{' || first == '[') {
      boolean mayBeJson = template == null || template.format() == RowFormat.JSON;
      boolean isJson = mayBeJson && !isRowALine(lines);
      return isJson ? of(Kind.JSON, "JSON that is not one row a line") : of(Kind.LINES, JSON_LINES);
    }
    if (template == null) {
      return of(Kind.LINES, TEXT);
    }
    boolean isTable = TABLE_NAME.matcher(content.file()).matches();
    return Header.of(lines.get(0), template, isTable)
        .filter(header -> !lines.get(lines.size() - 1).strip().startsWith("{"))
        .map(header -> new FileShape(Kind.TABLE, header, header.inWords()))
        .orElse(of(Kind.LINES, TEXT));
  }

  /**
   * Whether text that begins with an object or array is one row a line: the first line is a whole
   * object or array, or it is broken and the second is one.
   */
  private static boolean isRowALine(List<String> lines) {
    String first = lines.get(0).strip();
    if (MessageLines.isOneRow(first)) {
      return true;
    }
    if (lines.size() < 2) {
      return false;
    }
    return MessageLines.isWholeArray(first)
        || (!MessageLines.beginsRows(first) && MessageLines.isOneRow(lines.get(1).strip()));
  }

  /** The name of an encoding other than UTF-8, by its mark or the zeros of its first letters. */
  private static Optional<String> otherEncoding(byte[] head) {
    if (head.length < 2) {
      return Optional.empty();
    }
    int first = (head[0] & 0xFF) << 8 | head[1] & 0xFF;
    boolean isUtf32 = head.length > 3 && head[2] == 0 && head[3] == 0;
    if (first == 0xFFFE || (first & 0xFF) == 0 && first != 0 && isText(head, 0)) {
      return Optional.of(isUtf32 && head[1] == 0 ? "UTF-32LE" : "UTF-16LE");
    }
    if (first == 0xFEFF || first >>> 8 == 0 && first != 0 && isText(head, 1)) {
      return Optional.of("UTF-16BE");
    }
    return Optional.empty();
  }

  /** Whether every second byte, and no other, of the first ones is zero. */
  private static boolean isText(byte[] head, int letters) {
    for (int i = 0; i < Math.min(head.length, 16); i++) {
      if ((head[i] == 0) == (i % 2 == letters)) {
        return false;
      }
    }
    return head.length >= 8;
  }
}
