package dev.byoml.transforms.template;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A condition on a row, as a template writes it.
 *
 * @param countAs reason under which lines are counted that are filtered because of it
 * @param value what is looked at
 * @param in the condition holds if the value is one of these, numbers compared as numbers
 * @param matches the condition holds if this regular expression matches the whole value
 * @param orMissing the condition holds also if there is no value
 * @param missingAs reason under which lines are counted that have no such value; {@code countAs} if
 *     left out
 */
record Condition(
    String countAs,
    Expression value,
    List<String> in,
    String matches,
    boolean orMissing,
    String missingAs) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]*");

  Condition {
    if (countAs == null || !NAME.matcher(countAs).matches()) {
      throw new IllegalArgumentException(
          "a condition has countAs: the name it is counted under, of letters and digits");
    }
    if (missingAs != null && (orMissing || !NAME.matcher(missingAs).matches())) {
      throw new IllegalArgumentException(
          "missingAs of the condition "
              + countAs
              + " is a name of letters and digits, and goes without orMissing");
    }
    if (value == null) {
      throw new IllegalArgumentException("the condition " + countAs + " has no value");
    }
    if ((in == null) == (matches == null)) {
      throw new IllegalArgumentException(
          "the condition " + countAs + " has exactly one of in, matches");
    }
    in = Expression.checkedList("in", in);
    Expression.checkPattern("matches", matches);
  }

  /**
   * This condition, where the names in {@code defined} stand for the values they are defined as.
   */
  Condition resolve(Map<String, Expression> defined) {
    return new Condition(countAs, value.resolve(defined), in, matches, orMissing, missingAs);
  }
}
