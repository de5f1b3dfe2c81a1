package dev.byoml.transforms.template;

import dev.byoml.transforms.pattern.BoundedPattern;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A condition on rows, and the name under which those are counted that it takes out. */
public final class Filter {
  private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d{1,20}(?:\\.\\d{1,20})?\\s*");

  private final String name;
  private final Value value;
  private final Set<String> texts;
  private final List<BigDecimal> numbers;
  private final BoundedPattern pattern;
  private final boolean holdsIfMissing;
  private final String nameIfMissing;
  private final Expression expression;

  private Filter(Condition condition, Value value) {
    this.expression = condition.value();
    this.name = condition.countAs();
    this.value = value;
    this.texts = condition.in() == null ? Set.of() : Set.copyOf(condition.in());
    this.numbers = texts.stream().filter(Filter::isNumber).map(Filter::number).toList();
    this.pattern = condition.matches() == null ? null : BoundedPattern.of(condition.matches());
    this.holdsIfMissing = condition.orMissing();
    this.nameIfMissing = condition.missingAs() == null ? name : condition.missingAs();
  }

  /** The filter that {@code condition} describes, where {@code value} is its value. */
  static Filter of(Condition condition, Value value) {
    return new Filter(condition, value);
  }

  /** Name under which {@code row} is counted if it is filtered because of this. */
  public String name(Row row) {
    return value.of(row) == null ? nameIfMissing : name;
  }

  /** Whether the condition holds for {@code row}. */
  public boolean holds(Row row) {
    String text = value.of(row);
    if (text == null) {
      return holdsIfMissing;
    }
    return pattern == null ? isOneOfThem(text) : pattern.matches(text);
  }

  /**
   * Whether rows that are filtered because of this are counted as {@code name}, whatever they hold.
   */
  public boolean countsOnlyAs(String other) {
    return name.equals(other) && (holdsIfMissing || nameIfMissing.equals(other));
  }

  /** What the condition looks at. */
  Expression expression() {
    return expression;
  }

  private boolean isOneOfThem(String text) {
    if (texts.contains(text)) {
      return true;
    }
    if (numbers.isEmpty() || !isNumber(text)) {
      return false;
    }
    BigDecimal number = number(text);
    return numbers.stream().anyMatch(other -> other.compareTo(number) == 0);
  }

  private static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.strip());
  }
}
