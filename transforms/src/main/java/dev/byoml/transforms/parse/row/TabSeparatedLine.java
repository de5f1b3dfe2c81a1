package dev.byoml.transforms.parse.row;

import java.util.List;

/** Columns between tabs. Nothing is quoted, so a column can hold anything but a tab. */
final class TabSeparatedLine implements ColumnLine {
  private static final int KEEP_EMPTY = -1;

  @Override
  public List<String> columns(String line) {
    return List.of(line.split("\t", KEEP_EMPTY));
  }
}
