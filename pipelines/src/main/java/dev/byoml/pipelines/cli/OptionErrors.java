package dev.byoml.pipelines.cli;

import java.beans.Introspector;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what Beam says of wrong options into one line for the person who typed them. */
final class OptionErrors {
  private static final Pattern UNKNOWN =
      Pattern.compile("missing a property named '([^']+)'\\.(?: Did you mean '([^']+)'\\?)?");
  private static final Pattern MISSING =
      Pattern.compile(
          "Missing required value for \\[(?:public abstract )?\\S+ \\S*?get(\\w+)\\(\\)");
  private static final Pattern MISSING_NAMED =
      Pattern.compile("Missing required value for \\[--(\\w+)");
  private static final Pattern MISSING_GROUP =
      Pattern.compile(
          "Missing required value for group \\[\\w+]\\. At least one of the following properties"
              + " \\[(.*)] required");
  private static final Pattern GETTER = Pattern.compile("\\bget(\\w+)\\(\\)|--(\\w+)");
  private static final Pattern WRONG_TYPE =
      Pattern.compile("Cannot deserialize value of type `[\\w.]*?(\\w+)` from String \"(.*?)\"");
  private static final Pattern RUNNER = Pattern.compile("Unknown 'runner' specified '([^']+)'");

  private OptionErrors() {}

  /**
   * What is wrong.
   *
   * @param error what Beam threw
   * @param arguments what the user typed
   */
  static String describe(IllegalArgumentException error, String... arguments) {
    String message = String.valueOf(error.getMessage());
    Matcher unknown = UNKNOWN.matcher(message);
    if (unknown.find()) {
      String hint = unknown.group(2) == null ? "" : ", did you mean --" + unknown.group(2) + "?";
      return "there is no option --" + unknown.group(1) + hint;
    }
    Matcher named = MISSING_NAMED.matcher(message);
    if (named.find()) {
      return "--" + named.group(1) + " is missing";
    }
    Matcher missing = MISSING.matcher(message);
    if (missing.find()) {
      return "--" + Introspector.decapitalize(missing.group(1)) + " is missing";
    }
    Matcher group = MISSING_GROUP.matcher(message);
    if (group.find()) {
      return GETTER
              .matcher(group.group(1))
              .results()
              .map(
                  one ->
                      "--"
                          + (one.group(1) == null
                              ? one.group(2)
                              : Introspector.decapitalize(one.group(1))))
              .sorted()
              .distinct()
              .collect(Collectors.joining(" or "))
          + " is missing";
    }
    Matcher wrongType = WRONG_TYPE.matcher(message);
    if (wrongType.find()) {
      String value = wrongType.group(2);
      return "%s must be %s, got '%s'"
          .formatted(optionOf(value, arguments), nameOf(wrongType.group(1)), value);
    }
    Matcher runner = RUNNER.matcher(message);
    if (runner.find()) {
      return "this bundle does not carry the runner " + runner.group(1);
    }
    return message.strip().lines().findFirst().orElse("the options cannot be read");
  }

  private static String optionOf(String value, String... arguments) {
    return Arrays.stream(arguments)
        .filter(argument -> argument.endsWith("=" + value))
        .map(argument -> argument.substring(0, argument.indexOf('=')))
        .findFirst()
        .orElse("an option");
  }

  private static String nameOf(String javaType) {
    return switch (javaType) {
      case "Integer", "int", "Long", "long" -> "a whole number";
      case "Double", "double", "Float", "float" -> "a number";
      case "Boolean", "boolean" -> "true or false";
      default -> "of type " + javaType;
    };
  }
}
