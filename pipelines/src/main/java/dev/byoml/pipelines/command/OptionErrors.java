package dev.byoml.pipelines.command;

import java.beans.Introspector;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what Beam says of wrong options into one line for the person who typed them. */
final class OptionErrors {
  private static final Pattern UNKNOWN =
      Pattern.compile("missing a property named '([^']+)'\\.(?: Did you mean '([^']+)'\\?)?");
  private static final Pattern MISSING =
      Pattern.compile(
          "Missing required value for \\[(?:public abstract )?\\S+ \\S*?get(\\w+)\\(\\)");
  private static final Pattern MISSING_NAMED =
      Pattern.compile("Missing required value for \\[--(\\w+)");
  private static final Pattern RUNNER = Pattern.compile("Unknown 'runner' specified '([^']+)'");

  private OptionErrors() {}

  static String describe(IllegalArgumentException error) {
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
    Matcher runner = RUNNER.matcher(message);
    if (runner.find()) {
      return "this bundle does not carry the runner " + runner.group(1);
    }
    return message.strip().lines().findFirst().orElse("the options cannot be read");
  }
}
