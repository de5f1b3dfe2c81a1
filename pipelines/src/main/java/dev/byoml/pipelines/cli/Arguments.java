package dev.byoml.pipelines.cli;

import java.beans.Introspector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options that a user typed for a command, checked one by one before Beam reads them. */
final class Arguments {
  private static final String OURS = "dev.byoml.pipelines.";

  private final Command<?> command;
  private final List<Command<?>> commands;

  /**
   * Options of a command.
   *
   * @param commands all there are
   */
  Arguments(Command<?> command, List<Command<?>> commands) {
    this.command = command;
    this.commands = commands;
  }

  /**
   * The arguments with their paths as Beam writes them.
   *
   * @throws UsageException if an option is given twice, is another command's, or is a path that
   *     cannot be read
   */
  String[] understood(String... arguments) {
    Set<String> own = optionsOf(command.optionsType());
    Map<String, String> given = new HashMap<>();
    List<String> understood = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = argument.substring("--".length(), equals < 0 ? argument.length() : equals);
      String value = equals < 0 ? "" : argument.substring(equals + 1);
      if (!own.contains(name)) {
        refuseIfAnothers(name);
        understood.add(argument);
        continue;
      }
      String before = given.put(name, value);
      if (before != null && !isList(name)) {
        throw new UsageException(twice(name, before, value));
      }
      understood.add(
          equals < 0 ? argument : "--" + name + "=" + PathForms.understood("--" + name, value));
    }
    return understood.toArray(String[]::new);
  }

  /**
   * Checks that there are file systems for all paths; needs {@link
   * org.apache.beam.sdk.io.FileSystems#setDefaultPipelineOptions}.
   *
   * @throws UsageException if not
   */
  void checkSchemes(String... arguments) {
    Set<String> own = optionsOf(command.optionsType());
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals > 0 && own.contains(argument.substring("--".length(), equals))) {
        PathForms.checkScheme(argument.substring(0, equals), argument.substring(equals + 1));
      }
    }
  }

  private void refuseIfAnothers(String name) {
    String others =
        commands.stream()
            .filter(other -> optionsOf(other.optionsType()).contains(name))
            .map(Command::name)
            .collect(Collectors.joining(", "));
    if (!others.isEmpty()) {
      throw new UsageException(
          "there is no option --%s for %s; it is one of %s. See scripts/byoml %s --help"
              .formatted(name, command.name(), others, command.name()));
    }
  }

  private static String twice(String name, String one, String other) {
    String instead =
        name.equals("input")
            ? "a run reads one input, so name a folder that holds both, or a pattern such as"
                + " 'logs/*.jsonl'"
            : "give it once";
    return "--%s is given twice, as %s and %s: %s".formatted(name, one, other, instead);
  }

  private boolean isList(String name) {
    return Stream.of(command.optionsType().getMethods())
        .anyMatch(
            method ->
                method.getName().equalsIgnoreCase("get" + name)
                    && List.class.isAssignableFrom(method.getReturnType()));
  }

  /** The names of our own options, without those of Beam. */
  private static Set<String> optionsOf(Class<? extends PipelineOptions> type) {
    return Stream.of(type.getMethods())
        .filter(
            method ->
                method.getDeclaringClass().getName().startsWith(OURS)
                    && method.getName().startsWith("get"))
        .map(method -> Introspector.decapitalize(method.getName().substring("get".length())))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
