package dev.byoml.transforms.template;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of one line that a template looks at. Filled by a reader of lines, used over and over
 * for one line after the other; not safe for use by several threads.
 */
public final class Row {
  private enum Kind {
    MISSING,
    TEXT,
    TRUTH_VALUE,
    NESTED
  }

  private final List<String> fields;
  private final String[] texts;
  private final Kind[] kinds;
  private final String[] parts = new String[KeyPart.values().length];
  private String wrongField;

  Row(List<String> fields) {
    this.fields = fields;
    this.texts = new String[fields.size()];
    this.kinds = new Kind[fields.size()];
    clear();
  }

  /** Forgets the line before. */
  public void clear() {
    Arrays.fill(texts, null);
    Arrays.fill(kinds, Kind.MISSING);
    Arrays.fill(parts, null);
    wrongField = null;
  }

  /** The field holds a text or a number. */
  public void setText(int field, String text) {
    set(field, Kind.TEXT, text);
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

  /** The fields that hold a text, a number or a truth value, in the order of the template. */
  public Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (int field = 0; field < texts.length; field++) {
      if (texts[field] != null) {
        values.put(fields.get(field), texts[field]);
      }
    }
    return values;
  }

  /** The text of a field, or null if it has none. */
  String text(int field, boolean truthValuesToo) {
    Kind kind = kinds[field];
    if (kind == Kind.NESTED || (kind == Kind.TRUTH_VALUE && !truthValuesToo)) {
      wrongField = fields.get(field);
      return null;
    }
    return texts[field];
  }

  /** A part of the key, or null while it is not known. */
  String part(KeyPart part) {
    return parts[part.ordinal()];
  }

  private void set(int field, Kind kind, String text) {
    kinds[field] = kind;
    texts[field] = text;
  }
}
