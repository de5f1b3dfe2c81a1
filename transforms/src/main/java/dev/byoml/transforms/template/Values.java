package dev.byoml.transforms.template;

import dev.byoml.transforms.pattern.BoundedPattern;
import dev.byoml.transforms.value.WellKnownAccounts;
import java.util.List;
import java.util.Locale;

/** Makes values from the expressions of a template. */
final class Values {
  private static final Value NONE = row -> null;

  private final List<String> fields;
  private final boolean truthValuesToo;

  /**
   * Makes values over rows of {@code fields}.
   *
   * @param truthValuesToo whether a truth value stands for {@code true} or {@code false}, or is of
   *     the wrong type
   */
  Values(List<String> fields, boolean truthValuesToo) {
    this.fields = fields;
    this.truthValuesToo = truthValuesToo;
  }

  /** The value of {@code expression}; always missing if that is null. */
  Value of(Expression expression) {
    if (expression == null) {
      return NONE;
    }
    Value value = source(expression);
    if (expression.unless() != null) {
      value = unless(of(expression.unless()), value);
    }
    if (expression.absent() != null) {
      value = except(value, expression.absent());
    }
    if (expression.capture() != null) {
      value = captured(value, BoundedPattern.of(expression.capture()));
    }
    if (expression.lastPathPart()) {
      value = lastPathPart(value);
    }
    if (expression.wellKnownAccount()) {
      value = wellKnownAccount(value);
    }
    return expression.lowerCase() ? lowerCase(value) : value;
  }

  private Value source(Expression expression) {
    if (expression.field() != null) {
      int field = fields.indexOf(expression.field());
      return row -> row.text(field, truthValuesToo);
    }
    if (expression.literal() != null) {
      return new Literal(expression.literal());
    }
    if (expression.part() != null) {
      KeyPart part = expression.part();
      return row -> row.part(part);
    }
    return expression.firstOf() != null
        ? firstOf(all(expression.firstOf()))
        : concat(all(expression.concat()));
  }

  private Value[] all(List<Expression> expressions) {
    return expressions.stream().map(this::of).toArray(Value[]::new);
  }

  /** The first that is neither missing nor blank; else the first that is not missing. */
  private static Value firstOf(Value[] choices) {
    return row -> {
      String fallback = null;
      for (Value choice : choices) {
        String text = choice.of(row);
        if (text != null && !text.isBlank()) {
          return text;
        }
        fallback = fallback == null ? text : fallback;
      }
      return fallback;
    };
  }

  /** All of them one after another; missing or blank as soon as one that is not a literal is. */
  private static Value concat(Value[] parts) {
    return row -> {
      StringBuilder whole = new StringBuilder();
      for (Value part : parts) {
        String text = part.of(row);
        if (text == null || (text.isBlank() && !(part instanceof Literal))) {
          return text;
        }
        whole.append(text);
      }
      return whole.toString();
    };
  }

  private static Value unless(Value other, Value value) {
    return row -> {
      String text = other.of(row);
      return text == null || text.isBlank() ? value.of(row) : null;
    };
  }

  private static Value wellKnownAccount(Value value) {
    return row -> {
      String text = value.of(row);
      return text == null ? null : WellKnownAccounts.kind(text);
    };
  }

  private static Value except(Value value, List<String> absent) {
    return row -> {
      String text = value.of(row);
      return text == null || absent.contains(text) ? null : text;
    };
  }

  private static Value captured(Value value, BoundedPattern pattern) {
    return row -> {
      String text = value.of(row);
      return text == null ? null : pattern.capture(text);
    };
  }

  private static Value lastPathPart(Value value) {
    return row -> {
      String text = value.of(row);
      return text == null ? null : lastPathPart(text);
    };
  }

  /** What follows the last separator, where those at the end do not count. */
  private static String lastPathPart(String path) {
    int end = path.length();
    while (end > 0 && isSeparator(path.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && !isSeparator(path.charAt(start - 1))) {
      start--;
    }
    return path.substring(start, end);
  }

  private static boolean isSeparator(char character) {
    return character == '\\' || character == '/';
  }

  private static Value lowerCase(Value value) {
    return row -> {
      String text = value.of(row);
      return text == null ? null : text.toLowerCase(Locale.ROOT);
    };
  }

  private record Literal(String text) implements Value {
    @Override
    public String of(Row row) {
      return text;
    }
  }
}
