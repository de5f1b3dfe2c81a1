package dev.byoml.pipelines;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.CommandLine;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.evaluate.EvaluateCommand;
import dev.byoml.pipelines.imports.ImportCommand;
import dev.byoml.pipelines.report.ReportCommand;
import dev.byoml.pipelines.sample.SampleDataCommand;
import dev.byoml.pipelines.score.ResendCommand;
import dev.byoml.pipelines.score.ScoreCommand;
import dev.byoml.pipelines.share.InstallCommand;
import dev.byoml.pipelines.share.PackageCommand;
import dev.byoml.pipelines.summarize.SummarizeCommand;
import dev.byoml.pipelines.template.TemplateCommand;
import dev.byoml.pipelines.train.TrainCommand;
import dev.byoml.pipelines.watch.WatchCommand;
import java.util.List;

/** The command line: {@code byoml COMMAND [--option=value ...]}. */
public final class Byoml {
  private Byoml() {}

  /** What can be run, in the order of the story. */
  static List<Command<?>> commands() {
    return List.of(
        new SampleDataCommand(),
        new TrainCommand(),
        new ScoreCommand(),
        new SummarizeCommand(),
        new WatchCommand(),
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
    if (!HostProcess.isForeign(arguments)) {
      MemoryWatch.start(System.err, CommandLine.FAILED);
      System.exit(run(arguments));
    }
    int status = run(arguments);
    if (status != CommandLine.DONE) {
      throw new RunFailedException(
          "byoml ended with status %d; standard error says why".formatted(status));
    }
  }

  /**
   * Runs the command that the arguments name and goes on, however it ended: for notebooks, tests
   * and programs of one's own. Results go to {@link System#out}, everything else to {@link
   * System#err}.
   *
   * @param arguments the command and its options, as a shell would hand them over
   * @return 0 if it was done, 1 if it failed, 2 if it cannot be run as written; standard error says
   *     why
   */
  public static int run(String... arguments) {
    if (HostProcess.isForeign(arguments)) {
      try {
        HostProcess.lendSparkContext();
      } catch (IllegalStateException e) {
        System.err.println("byoml: " + e.getMessage());
        return CommandLine.WRONG_USAGE;
      }
    }
    return new CommandLine(commands(), System.out, System.err).run(arguments);
  }
}
