package dev.byoml.transforms.parse;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Reads how many accesses a row stands for: a whole number, which may be written with a zero
 * fraction.
 */
final class EventCount {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("\\+?(\\d{1,18})(?:\\.0{0,18})?");

  private EventCount() {}

  /**
   * Returns the count that {@code text} writes, or 0 if that is not a count below 10<sup>18</sup>.
   */
  static long parse(String text) {
    String number = text.strip();
    return WHOLE_NUMBER.matcher(number).matches() ? new BigDecimal(number).longValueExact() : 0;
  }
}
