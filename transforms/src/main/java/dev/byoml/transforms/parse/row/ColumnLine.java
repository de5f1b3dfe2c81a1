package dev.byoml.transforms.parse.row;

import java.util.List;

/** A way to separate a line into columns. */
@FunctionalInterface
interface ColumnLine {

  /**
   * The columns of {@code line} from left to right; null if the line is not of this form.
   *
   * @param line the line without its end
   */
  List<String> columns(String line);
}
