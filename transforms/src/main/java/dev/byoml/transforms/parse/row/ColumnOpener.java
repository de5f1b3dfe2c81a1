package dev.byoml.transforms.parse.row;

import dev.byoml.transforms.template.Row;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.value.FieldTree;
import java.util.List;

/**
 * Opens a column whose text is a JSON object or the XML of a Windows event, so that what it holds
 * are fields too. A text of another kind, or the part of it that cannot be read, holds none.
 */
public final class ColumnOpener implements Row.Opener {
  private static final int DEPTH = 1;

  private final List<String> fields;
  private final FieldTree tree;

  /** Opens the columns that {@code template} names. */
  public ColumnOpener(Template template) {
    this.fields = template.fields();
    this.tree = template.tree();
  }

  @Override
  public void open(int field, String text, Row row) {
    FieldTree column = tree.member(fields.get(field));
    int first = 0;
    while (first < text.length() && text.charAt(first) <= ' ') {
      first++;
    }
    if (first < text.length() && text.charAt(first) == '{') {
      JsonRowReader.readText(text, column, DEPTH, row);
    } else if (first < text.length() && text.charAt(first) == '<') {
      EventXml.read(text, column, DEPTH, row);
    }
  }
}
