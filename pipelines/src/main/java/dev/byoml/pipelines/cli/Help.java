package dev.byoml.pipelines.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.apache.beam.sdk.util.ReleaseInfo;

/** What {@code --help} and {@code --version} print. */
final class Help {
  private static final int WIDTH = 96;

  private final List<Command<?>> commands;

  Help(List<Command<?>> commands) {
    this.commands = commands;
  }

  /** This version, with those of Beam and Java. */
  static String version() {
    Properties properties = new Properties();
    try (InputStream in = Help.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "sentinel-byoml %s (Apache Beam %s, Java %s)"
        .formatted(
            properties.getProperty("version"),
            ReleaseInfo.getReleaseInfo().getVersion(),
            Runtime.version());
  }

  /** Prints what there is to run. */
  void print(PrintStream target) {
    target.println("usage: scripts/byoml COMMAND [--option=value ...]");
    target.println();
    target.println("Bring your own machine learning to Microsoft Sentinel.");
    target.println();
    for (Command<?> command : commands) {
      target.printf("  %-12s %s%n", command.name(), command.summary());
    }
    target.println();
    target.println(
        "Options of a command:   scripts/byoml COMMAND --help, or scripts/byoml help COMMAND");
    target.println("Options of a runner:    scripts/byoml --help=DirectOptions");
    target.println("Version:                scripts/byoml --version");
    target.println("Exit status:            0 done, 1 the run failed, 2 wrong usage");
  }

  /** Prints the options of one command. */
  void print(Command<?> command, PrintStream target) {
    target.printf("usage: scripts/byoml %s [--option=value ...]%n%n", command.name());
    wrapped(target, capitalized(command.summary()) + ".", 0);
    target.printf("%nexample: scripts/byoml %s%n%noptions:%n", command.example());
    Map<String, Method> getters = new TreeMap<>();
    List<String> required = new ArrayList<>();
    for (Method method : command.optionsType().getMethods()) {
      boolean ours = method.getDeclaringClass().getName().startsWith("dev.byoml.");
      if (ours && method.getName().startsWith("get")) {
        String name = java.beans.Introspector.decapitalize(method.getName().substring(3));
        getters.put(name, method);
        if (method.isAnnotationPresent(Validation.Required.class)) {
          required.add(name);
        }
      }
    }
    required.forEach(name -> printOption(target, name, getters.get(name), true));
    getters.forEach(
        (name, getter) -> {
          if (!required.contains(name)) {
            printOption(target, name, getter, false);
          }
        });
    target.println();
    target.println("Every option of the runner passes through, for example --runner=DirectRunner.");
  }

  private static void printOption(
      PrintStream target, String name, Method getter, boolean isRequired) {
    target.printf("  --%s=%s%s%n", name, kindOf(getter), isRequired ? "   (required)" : "");
    Description description = getter.getAnnotation(Description.class);
    String text = description == null ? "" : description.value();
    String standard = defaultOf(getter);
    wrapped(target, standard.isEmpty() ? text : text + " Default: " + standard + ".", 6);
  }

  private static String kindOf(Method getter) {
    Class<?> type = getter.getReturnType();
    if (type == Boolean.class) {
      return "true|false";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "NUMBER";
    }
    return "TEXT";
  }

  private static String defaultOf(Method getter) {
    Default.String text = getter.getAnnotation(Default.String.class);
    Default.Integer integer = getter.getAnnotation(Default.Integer.class);
    Default.Long number = getter.getAnnotation(Default.Long.class);
    Default.Boolean flag = getter.getAnnotation(Default.Boolean.class);
    if (text != null) {
      return text.value();
    }
    if (integer != null) {
      return Integer.toString(integer.value());
    }
    if (number != null) {
      return Long.toString(number.value());
    }
    return flag != null ? Boolean.toString(flag.value()) : "";
  }

  private static void wrapped(PrintStream target, String text, int indent) {
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    for (String word : text.split(" ")) {
      if (line.length() + word.length() + 1 > WIDTH && !line.toString().isBlank()) {
        target.println(line);
        line = new StringBuilder(" ".repeat(indent));
      }
      if (!line.toString().isBlank()) {
        line.append(' ');
      }
      line.append(word);
    }
    target.println(line);
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
