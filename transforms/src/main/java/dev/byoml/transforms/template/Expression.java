package dev.byoml.transforms.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * How a value is made from a row, as a template writes it: exactly one source, and modifiers that
 * are applied in the order in which they stand here. A plain string is short for {@code field}.
 *
 * @param field source: the field of that name
 * @param literal source: this text
 * @param firstOf source: the first of these that is neither missing nor blank
 * @param concat source: these one after another; missing if one of them is
 * @param part source, in {@code noise} only: the row's {@code tenant}, {@code user} or {@code
 *     resource}
 * @param unless modifier: there is no value where this one is neither missing nor blank
 * @param absent modifier: texts that mean that there is no value
 * @param capture modifier: regular expression, sought anywhere; the value is its first group, or
 *     the whole match if it has none
 * @param lastPathPart modifier: what follows the last slash or backslash
 * @param wellKnownAccount modifier: the kind of an account that every Windows has, {@code
 *     anonymous} or {@code computer}, by its SID or name; missing for any other account
 * @param lowerCase modifier: the value in lower case
 */
record Expression(
    String field,
    String literal,
    List<Expression> firstOf,
    List<Expression> concat,
    KeyPart part,
    Expression unless,
    List<String> absent,
    String capture,
    boolean lastPathPart,
    boolean wellKnownAccount,
    boolean lowerCase) {

  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  Expression {
    long sources =
        Stream.of(field, literal, firstOf, concat, part).filter(Objects::nonNull).count();
    if (sources != 1) {
      throw new IllegalArgumentException(
          "a value has exactly one of field, literal, firstOf, concat (and part, in noise), not "
              + sources);
    }
    if (field != null && field.isEmpty()) {
      throw new IllegalArgumentException("field is the name of a field, not an empty text");
    }
    firstOf = checkedList("firstOf", firstOf);
    concat = checkedList("concat", concat);
    absent = checkedList("absent", absent);
    checkPattern("capture", capture);
  }

  /** The field of that name as it is. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Expression ofField(String field) {
    return source(field, null, null);
  }

  /** This text, whatever the row. */
  static Expression ofLiteral(String literal) {
    return source(null, literal, null);
  }

  private static Expression source(String field, String literal, List<Expression> firstOf) {
    return new Expression(
        field, literal, firstOf, null, null, null, null, null, false, false, false);
  }

  /** This value, where the names in {@code defined} stand for the values they are defined as. */
  Expression resolve(Map<String, Expression> defined) {
    Expression definition = field == null ? null : defined.get(field);
    return new Expression(
        definition == null ? field : null,
        literal,
        definition == null ? resolve(firstOf, defined) : List.of(definition),
        resolve(concat, defined),
        part,
        unless == null ? null : unless.resolve(defined),
        absent,
        capture,
        lastPathPart,
        wellKnownAccount,
        lowerCase);
  }

  private static List<Expression> resolve(
      List<Expression> expressions, Map<String, Expression> defined) {
    return expressions == null
        ? null
        : expressions.stream().map(expression -> expression.resolve(defined)).toList();
  }

  /** The fields this value is made from, with repetitions. */
  Stream<String> fields() {
    return Stream.concat(Stream.ofNullable(field), operands().flatMap(Expression::fields));
  }

  /** Whether this value, or one it is made from, is part of the access's key. */
  boolean usesPart() {
    return part != null || operands().anyMatch(Expression::usesPart);
  }

  /** The parts of the access's key that this value is made from, with repetitions. */
  Stream<KeyPart> parts() {
    return part != null ? Stream.of(part) : operands().flatMap(Expression::parts);
  }

  /**
   * The field that is this value as it is where the row has a text for it that is not blank, or
   * null if there is none.
   */
  String leadingField() {
    boolean isAsItIs =
        unless == null
            && absent == null
            && capture == null
            && !lastPathPart
            && !wellKnownAccount
            && !lowerCase;
    if (!isAsItIs) {
      return null;
    }
    return firstOf == null ? field : firstOf.get(0).leadingField();
  }

  /**
   * The field that alone makes this value where the row has a text for it that is not blank, or
   * null if there is none.
   */
  String decidingField() {
    if (unless != null) {
      return null;
    }
    return firstOf == null ? field : firstOf.get(0).leadingField();
  }

  /** Whether this value can be there where fields are given as {@code given} says. */
  boolean canBeMade(Predicate<String> given) {
    if (field != null) {
      return given.test(field);
    }
    if (firstOf != null) {
      return firstOf.stream().anyMatch(choice -> choice.canBeMade(given));
    }
    return concat == null || concat.stream().allMatch(piece -> piece.canBeMade(given));
  }

  private Stream<Expression> operands() {
    return Stream.concat(
        Stream.of(firstOf, concat).filter(Objects::nonNull).flatMap(List::stream),
        Stream.ofNullable(unless));
  }

  /** An unmodifiable copy of {@code list}, or null for null. */
  static <T> List<T> checkedList(String key, List<T> list) {
    if (list == null) {
      return null;
    }
    if (list.isEmpty() || list.stream().anyMatch(Predicate.isEqual(null))) {
      throw new IllegalArgumentException(key + " is a list of at least one value, none empty");
    }
    return List.copyOf(list);
  }

  static void checkPattern(String key, String pattern) {
    if (pattern == null) {
      return;
    }
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          key + " is not a regular expression: " + e.getDescription() + " in " + pattern, e);
    }
  }
}
