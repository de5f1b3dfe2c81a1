package dev.byoml.pipelines;

import dev.byoml.pipelines.command.Command;
import dev.byoml.pipelines.command.CommandLine;
import dev.byoml.pipelines.command.EvaluateCommand;
import dev.byoml.pipelines.command.ImportCommand;
import dev.byoml.pipelines.command.InstallCommand;
import dev.byoml.pipelines.command.PackageCommand;
import dev.byoml.pipelines.command.ReportCommand;
import dev.byoml.pipelines.command.ResendCommand;
import dev.byoml.pipelines.command.RunFailedException;
import dev.byoml.pipelines.command.SampleDataCommand;
import dev.byoml.pipelines.command.ScoreCommand;
import dev.byoml.pipelines.command.TemplateCommand;
import dev.byoml.pipelines.command.TrainCommand;
import java.util.List;

/** The command line: {@code byoml COMMAND [--option=value ...]}. */
public final class Byoml {
  private Byoml() {}

  /** What can be run, in the order of the story. */
  static List<Command> commands() {
    return List.of(
        new SampleDataCommand(),
        new TrainCommand(),
        new ScoreCommand(),
        new ResendCommand(),
        new EvaluateCommand(),
        new ReportCommand(),
        new ImportCommand(),
        new TemplateCommand(),
        new PackageCommand(),
        new InstallCommand());
  }

  /**
   * Runs the command that the arguments name and ends the process with its exit status. With {@code
   * --usesProvidedSparkContext} the process belongs to somebody else, and goes on.
   *
   * @param arguments the command and its options
   * @throws RunFailedException if the process goes on and the command did not succeed
   */
  public static void main(String[] arguments) {
    boolean isForeign = HostProcess.isForeign(arguments);
    if (isForeign) {
      HostProcess.lendSparkContext();
    }
    int status = new CommandLine(commands(), System.out, System.err).run(arguments);
    if (!isForeign) {
      System.exit(status);
    }
    if (status != CommandLine.DONE) {
      throw new RunFailedException(
          "byoml ended with status %d; standard error says why".formatted(status));
    }
  }
}
