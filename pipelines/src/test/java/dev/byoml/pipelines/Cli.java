package dev.byoml.pipelines;

import dev.byoml.pipelines.cli.CommandLine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs the command line within a test and keeps what it printed. */
public final class Cli {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private int status;

  private Cli() {}

  /** Runs {@code byoml} with these arguments. */
  public static Cli run(String... arguments) {
    Cli cli = new Cli();
    PrintStream out = new PrintStream(cli.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(cli.err, true, StandardCharsets.UTF_8);
    cli.status = new CommandLine(Byoml.commands(), out, err).run(arguments);
    return cli;
  }

  /** The exit status. */
  public int status() {
    return status;
  }

  /** What went to standard output. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What the command line itself sent to standard error. */
  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
