package dev.byoml.transforms.template;

/** A value that is made from a row. Has no state, so threads may share it. */
@FunctionalInterface
public interface Value {

  /**
   * The value for {@code row}.
   *
   * @return the text; null if a field it is made from is missing; empty or white space if such a
   *     field is
   */
  String of(Row row);
}
