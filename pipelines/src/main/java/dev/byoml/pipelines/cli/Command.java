package dev.byoml.pipelines.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;

/** One thing that {@code byoml} does. */
public interface Command {
  /** The word that names the command. */
  String name();

  /** What it does, in half a line. */
  String summary();

  /** The options it takes, with their descriptions. */
  Class<? extends PipelineOptions> optionsType();

  /** A complete call, as a user would type it after {@code byoml}. */
  String example();

  /**
   * Runs the command, and reports what is doubtful about the result.
   *
   * @param options of type {@link #optionsType()}
   * @param out where results go, one line each
   * @param warnings takes a line for each doubt
   * @throws UsageException if the options do not fit what is there
   * @throws RunFailedException if the run failed
   */
  void run(PipelineOptions options, PrintStream out, Consumer<String> warnings);

  /**
   * Settings that the command needs of a runner, {@code --name=value}; what the user gives stays.
   *
   * @param runner simple name of the runner
   * @param arguments what the user gives
   */
  default List<String> settings(String runner, List<String> arguments) {
    return List.of();
  }
}
