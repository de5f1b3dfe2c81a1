package dev.byoml.transforms.template;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one line that a template looks at. Filled by a reader of lines, used over and over
 * for one line after the other; not safe for use by several threads.
 *
 * <p>A field whose name has dots may stand in an object within the object. Where it stands more
 * than once, the least deep counts, and of those the last.
 */
public final class Row {
  /** Stands for a member of a line that is not a field of the row. */
  public static final int NO_FIELD = -1;

  /** Fills fields of a row from the text of one of its fields. */
  @FunctionalInterface
  public interface Opener {

    /**
     * Sets the fields that {@code text} holds, if it can be read.
     *
     * @param field the field whose text it is
     */
    void open(int field, String text, Row row);
  }

  private enum Kind {
    MISSING,
    TEXT,
    /** A text that stands in the source and was not taken out yet. */
    SLICE,
    TRUTH_VALUE,
    NESTED
  }

  private static final int ESCAPED = 1;
  private static final int BEYOND_ASCII = 2;

  private final List<String> fields;

  /** For each field the one whose text may hold it, or {@link #NO_FIELD}. */
  private final int[] openedFrom;

  private final int[] depths;
  private final boolean[] opened;
  private final String[] texts;
  private final Kind[] kinds;
  private final int[] starts;
  private final int[] ends;
  private final byte[] forms;
  private final String[] parts = new String[KeyPart.values().length];

  /** A bit for each field that was set since the row was cleared, as far as a word has bits. */
  private long touched;

  /** A bit for each field that holds something. */
  private long given;

  /** Of these, the fields whose text does not stand in the source. */
  private long elsewhere;

  private byte[] source;
  private String wrongField;
  private int depth;
  private long lines;
  private long lookedInto;
  private Opener opener = (field, text, row) -> {};

  Row(List<String> fields, int[] openedFrom) {
    this.fields = fields;
    this.openedFrom = openedFrom;
    this.depths = new int[fields.size()];
    this.opened = new boolean[fields.size()];
    this.texts = new String[fields.size()];
    this.kinds = new Kind[fields.size()];
    this.starts = new int[fields.size()];
    this.ends = new int[fields.size()];
    this.forms = new byte[fields.size()];
    for (int field = 0; field < fields.size(); field++) {
      clear(field);
    }
  }

  /** Forgets the line before. */
  public void clear() {
    if (fields.size() <= Long.SIZE) {
      for (long left = touched; left != 0; left &= left - 1) {
        clear(Long.numberOfTrailingZeros(left));
      }
    } else {
      for (int field = 0; field < fields.size(); field++) {
        clear(field);
      }
    }
    Arrays.fill(parts, null);
    touched = 0;
    given = 0;
    elsewhere = 0;
    wrongField = null;
    depth = 0;
    lines++;
  }

  /** Changes whenever the row is cleared. */
  long line() {
    return lines;
  }

  private void clear(int field) {
    texts[field] = null;
    kinds[field] = Kind.MISSING;
    starts[field] = -1;
    depths[field] = Integer.MAX_VALUE;
    opened[field] = false;
  }

  /** How fields are found in the text of others; without it they are not. */
  public void openBy(Opener opener) {
    this.opener = opener;
  }

  /**
   * What is set from here on stands that deep: 0 in the object itself, as what is set first, 1 in
   * one within it.
   */
  public void setDepth(int depth) {
    this.depth = depth;
  }

  /** The field holds a text or a number. */
  public void setText(int field, String text) {
    set(field, Kind.TEXT, text);
  }

  /** The bytes that {@link #setSlice} points into, until the row is cleared. */
  public void setSource(byte[] bytes) {
    source = bytes;
  }

  /**
   * The field holds a text or a number, which stands in the source and is taken out where it is
   * asked for.
   *
   * @param start of the text in the source, without its quotation mark
   * @param escaped whether there is a backslash in it; none begins an escape by number
   * @param beyondAscii whether there is anything but ASCII in it; it is correct UTF-8
   */
  public void setSlice(int field, int start, int end, boolean escaped, boolean beyondAscii) {
    depths[field] = 0;
    kinds[field] = Kind.SLICE;
    starts[field] = start;
    ends[field] = end;
    forms[field] = (byte) ((escaped ? ESCAPED : 0) | (beyondAscii ? BEYOND_ASCII : 0));
    long bit = 1L << field;
    touched |= bit;
    given |= bit;
    elsewhere &= ~bit;
  }

  /** The field holds a truth value. */
  public void setTruthValue(int field, boolean value) {
    set(field, Kind.TRUTH_VALUE, Boolean.toString(value));
  }

  /** The field holds an object or an array. */
  public void setNested(int field) {
    set(field, Kind.NESTED, null);
  }

  /** The field holds nothing. */
  public void setMissing(int field) {
    set(field, Kind.MISSING, null);
  }

  /** A part of the key that the row turned out to have. */
  public void setPart(KeyPart part, String text) {
    parts[part.ordinal()] = text;
  }

  /** Whether {@code text} survives being written as UTF-8 and read again. */
  public static boolean isWritable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (Character.isHighSurrogate(character)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(character)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The name of a field that was asked for a text since the last line and holds something else, or
   * null if there was none.
   */
  public String wrongField() {
    return wrongField;
  }

  /** Forgets which field was asked in vain: for values that may be missing. */
  public void forgetWrongField() {
    wrongField = null;
  }

  /** The fields that hold a text, a number or a truth value, in the order of the template. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (int field = 0; field < texts.length; field++) {
      takeOut(field);
      if (texts[field] != null) {
        values.put(fields.get(field), texts[field]);
      }
    }
    return values;
  }

  /** The text of a field, or null if it has none. */
  String text(int field, boolean truthValuesToo) {
    if (kinds[field] == Kind.MISSING && openedFrom[field] != NO_FIELD) {
      lookInto(openedFrom[field]);
    }
    Kind kind = kinds[field];
    if (kind == Kind.NESTED || (kind == Kind.TRUTH_VALUE && !truthValuesToo)) {
      wrongField = fields.get(field);
      return null;
    }
    takeOut(field);
    return texts[field];
  }

  /** Whether the object itself holds a text or a number for a field. */
  boolean isGiven(int field) {
    return depths[field] == 0 && (kinds[field] == Kind.SLICE || kinds[field] == Kind.TEXT);
  }

  /** What {@link #setSlice} points into. */
  public byte[] source() {
    return source;
  }

  /** Where a field's text begins in the source; negative if it does not stand there. */
  public int start(int field) {
    return starts[field];
  }

  /** Where a field's text ends in the source, if it stands there. */
  public int end(int field) {
    return ends[field];
  }

  /** Whether a field's text stands in the source as it is. */
  public boolean isPlainSlice(int field) {
    return starts[field] >= 0 && forms[field] == 0;
  }

  /** Whether a field's text, if it has one, stands in the source. */
  public boolean standsInSource(int field) {
    return starts[field] >= 0 || kinds[field] == Kind.MISSING;
  }

  /** How often a field was sought in the text of another that the row has; grows with each. */
  public long lookedInto() {
    return lookedInto;
  }

  /** A bit for each of the first {@value Long#SIZE} fields that holds something. */
  long given() {
    return given;
  }

  /** Of these, the fields whose text does not stand in the source. */
  long elsewhere() {
    return elsewhere;
  }

  /** A part of the key, or null while it is not known. */
  String part(KeyPart part) {
    return parts[part.ordinal()];
  }

  /** Makes a text of a slice. */
  private void takeOut(int field) {
    if (kinds[field] == Kind.SLICE) {
      int start = starts[field];
      int length = ends[field] - start;
      boolean escaped = (forms[field] & ESCAPED) != 0;
      byte[] bytes = escaped ? unescaped(start, ends[field]) : source;
      kinds[field] = Kind.TEXT;
      texts[field] =
          new String(
              bytes,
              escaped ? 0 : start,
              escaped ? bytes.length : length,
              (forms[field] & BEYOND_ASCII) == 0
                  ? StandardCharsets.ISO_8859_1
                  : StandardCharsets.UTF_8);
    }
  }

  private byte[] unescaped(int start, int end) {
    byte[] bytes = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      byte character = source[i];
      bytes[length++] = character == '\\' ? unescaped(source[++i]) : character;
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte unescaped(byte character) {
    return switch (character) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> character;
    };
  }

  private void lookInto(int column) {
    if (kinds[column] == Kind.MISSING) {
      return;
    }
    lookedInto++;
    if (!opened[column]) {
      opened[column] = true;
      takeOut(column);
      if (texts[column] != null) {
        opener.open(column, texts[column], this);
      }
    }
  }

  private void set(int field, Kind kind, String text) {
    if (depth <= depths[field]) {
      depths[field] = depth;
      kinds[field] = kind;
      texts[field] = text;
      starts[field] = -1;
      long bit = 1L << field;
      touched |= bit;
      given = kind == Kind.MISSING ? given & ~bit : given | bit;
      elsewhere = kind == Kind.MISSING ? elsewhere & ~bit : elsewhere | bit;
    }
  }
}
