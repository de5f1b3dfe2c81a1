package dev.byoml.pipelines.notebook;

import dev.byoml.pipelines.cli.ShownText;
import java.util.Locale;

/** Writes HTML and SVG. All text and every attribute is escaped. */
final class Markup {
  private final StringBuilder written = new StringBuilder();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn; a number is written with two digits at most
   */
  Markup open(String tag, Object... attributes) {
    written.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      written.append(' ').append(attributes[i]).append("=\"");
      written.append(escaped(inWords(attributes[i + 1]))).append('"');
    }
    written.append('>');
    return this;
  }

  /** Closes an element. */
  Markup close(String tag) {
    written.append("</").append(tag).append('>');
    return this;
  }

  /** An element that holds nothing but a tooltip. */
  Markup leaf(String tag, String tooltip, Object... attributes) {
    return open(tag, attributes).element("title", tooltip).close(tag);
  }

  /** An element that holds text. */
  Markup element(String tag, String text, Object... attributes) {
    open(tag, attributes);
    written.append(escaped(ShownText.escaped(text)));
    return close(tag);
  }

  /** What another one wrote. */
  Markup add(Markup other) {
    written.append(other.written);
    return this;
  }

  private static String inWords(Object value) {
    if (value instanceof Double number) {
      String text = String.format(Locale.ROOT, "%.2f", number);
      return text.replaceAll("\\.?0+$", "");
    }
    return String.valueOf(value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** What was written. */
  @Override
  public String toString() {
    return written.toString();
  }
}
