package dev.byoml.pipelines.cli;

import dev.byoml.transforms.source.list.ReadingOptions;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the user typed, runs the command it names, and turns the way it ended into an exit
 * status and, where it failed, one line on standard error.
 */
public final class CommandLine {
  /** Exit status of a run that did what it was asked. */
  public static final int DONE = 0;

  /** Exit status of a run that failed. */
  public static final int FAILED = 1;

  /** Exit status of a command line that cannot be run as written. */
  public static final int WRONG_USAGE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(CommandLine.class);

  private final List<Command<?>> commands;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A command line of these commands.
   *
   * @param commands in the order in which help lists them
   * @param out where results and help go
   * @param err where failures go
   */
  public CommandLine(List<Command<?>> commands, PrintStream out, PrintStream err) {
    this.commands = List.copyOf(commands);
    this.out = out;
    this.err = err;
  }

  /**
   * Runs one command.
   *
   * @param arguments the command's name and its options
   * @return the exit status: {@link #DONE}, {@link #FAILED} or {@link #WRONG_USAGE}
   */
  public int run(String... arguments) {
    try {
      return runOrThrow(arguments);
    } catch (UsageException e) {
      say(e.getMessage());
      return WRONG_USAGE;
    } catch (RunGoesOnException e) {
      out.println(ShownText.escaped(e.getMessage()));
      return DONE;
    } catch (RunFailedException e) {
      LOG.debug("The run failed", e);
      say(e.getMessage());
      return FAILED;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      LOG.debug("The run failed", e);
      say("the run failed: " + Failures.describe(e));
      err.println("byoml: for the whole stack trace, run it again with BYOML_LOG_LEVEL=debug");
      return FAILED;
    }
  }

  private int runOrThrow(String... arguments) {
    if (arguments.length == 0) {
      new Help(commands).print(err);
      return WRONG_USAGE;
    }
    String first = arguments[0];
    if (first.equals("help") && arguments.length > 1 && !arguments[1].startsWith("-")) {
      new Help(commands).print(commandOf(arguments[1]), out);
      return DONE;
    }
    if (first.equals("--help") || first.equals("-h") || first.equals("help")) {
      new Help(commands).print(out);
      return DONE;
    }
    if (first.equals("--version") || first.equals("version")) {
      out.println(Help.version());
      return DONE;
    }
    if (first.startsWith("--help=")) {
      return printOptionsOf(first.substring("--help=".length()));
    }
    Command<?> command = commandOf(first);
    String[] options = Arrays.copyOfRange(arguments, 1, arguments.length);
    for (String option : options) {
      if (option.equals("--help") || option.equals("-h")) {
        new Help(commands).print(command, out);
        return DONE;
      }
      if (option.startsWith("--help=")) {
        return printOptionsOf(option.substring("--help=".length()));
      }
      if (!option.startsWith("--") || option.length() == 2) {
        throw new UsageException(
            "options are written --name=value, got '%s'; see scripts/byoml %s --help"
                .formatted(option, command.name()));
      }
    }
    run(command, options);
    return DONE;
  }

  private <O extends PipelineOptions> void run(Command<O> command, String... options) {
    command.run(
        parse(command, options), ShownText.escaping(out), warning -> say("warning: " + warning));
  }

  private Command<?> commandOf(String name) {
    Optional<Command<?>> command = commands.stream().filter(c -> c.name().equals(name)).findFirst();
    return command.orElseThrow(
        () ->
            new UsageException(
                "there is no command '%s'; the commands are %s"
                    .formatted(
                        name, String.join(", ", commands.stream().map(Command::name).toList()))));
  }

  private int printOptionsOf(String typeName) {
    for (Command<?> command : commands) {
      if (command.optionsType().getSimpleName().equals(typeName)
          || command.optionsType().getName().equals(typeName)) {
        PipelineOptionsFactory.printHelp(out, command.optionsType());
        return DONE;
      }
    }
    for (Class<? extends PipelineOptions> type : PipelineOptionsFactory.getRegisteredOptions()) {
      if (type.getSimpleName().equals(typeName) || type.getName().equals(typeName)) {
        PipelineOptionsFactory.printHelp(out, type);
        return DONE;
      }
    }
    for (String runner : List.of("Spark", "Flink")) {
      if (typeName.startsWith(runner) || typeName.contains("." + runner)) {
        throw new UsageException(
            ("%s are options of the %sRunner, which this bundle does not carry: add"
                    + " --runner=%sRunner, as in scripts/byoml --help=%s --runner=%sRunner")
                .formatted(typeName, runner, runner, typeName, runner));
      }
    }
    List<String> known = new ArrayList<>();
    commands.forEach(command -> known.add(command.optionsType().getSimpleName()));
    throw new UsageException(
        "there are no options called '%s'; try --help=%s"
            .formatted(typeName, String.join(" or --help=", known)));
  }

  private <O extends PipelineOptions> O parse(Command<O> command, String... typed) {
    Secrets.refuse(typed);
    Arguments known = new Arguments(command, commands);
    String[] arguments = known.understood(typed);
    // Of this command alone: Beam checks each type against all that are registered, for a second.
    PipelineOptionsFactory.register(command.optionsType());
    try {
      O options =
          PipelineOptionsFactory.fromArgs(RunnerDefaults.addedTo(command, arguments))
              .withValidation()
              .as(command.optionsType());
      BlobStorage.prepare(options, arguments);
      FileSystems.setDefaultPipelineOptions(options);
      known.checkSchemes(arguments);
      if (options instanceof ReadingOptions reading && reading.getReaders() < 1) {
        throw new UsageException("--readers must be at least 1, got " + reading.getReaders());
      }
      JavaVersions.check(options.getRunner().getSimpleName(), Runtime.version().feature());
      return options;
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "%s; see scripts/byoml %s --help"
              .formatted(OptionErrors.describe(e, arguments), command.name()));
    }
  }

  private void say(String message) {
    err.println(
        "byoml: " + ShownText.oneLine(Secrets.redact(String.valueOf(message), System.getenv())));
  }
}
