package dev.byoml.pipelines.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * One thing that {@code byoml} does.
 *
 * @param <O> the options it takes, with their descriptions
 */
public abstract class Command<O extends PipelineOptions> {
  private final String name;
  private final String summary;
  private final Class<O> optionsType;
  private final String example;

  /**
   * A command.
   *
   * @param name the word that names it
   * @param summary what it does, in half a line
   * @param optionsType the options it takes
   * @param example a complete call, as a user would type it after {@code byoml}
   */
  protected Command(String name, String summary, Class<O> optionsType, String example) {
    this.name = name;
    this.summary = summary;
    this.optionsType = optionsType;
    this.example = example;
  }

  /** The word that names the command. */
  public final String name() {
    return name;
  }

  final String summary() {
    return summary;
  }

  final Class<O> optionsType() {
    return optionsType;
  }

  final String example() {
    return example;
  }

  /**
   * Runs the command, and reports what is doubtful about the result.
   *
   * @param options what the user gives; Beam's file systems know them already
   * @param out where results go, one line each
   * @param warnings takes a line for each doubt
   * @throws UsageException if the options do not fit what is there
   * @throws RunFailedException if the run failed
   */
  protected abstract void run(O options, PrintStream out, Consumer<String> warnings);

  /**
   * Settings that the command needs of a runner, {@code --name=value}; what the user gives stays.
   *
   * @param runner simple name of the runner
   * @param arguments what the user gives
   */
  protected List<String> settings(String runner, List<String> arguments) {
    return List.of();
  }
}
