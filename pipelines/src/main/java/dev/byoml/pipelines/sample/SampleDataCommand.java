package dev.byoml.pipelines.sample;

import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code byoml sample-data}: writes a believable organisation's events, with ground truth. */
public final class SampleDataCommand extends Command<SampleDataOptions> {
  /** The command. */
  public SampleDataCommand() {
    super(
        "sample-data",
        "writes sample events in the layout of a Log Analytics export, with labels.tsv",
        SampleDataOptions.class,
        "sample-data --output=target/sample --users=500 --resources=100 --days=21 --tenants=2");
  }

  @Override
  protected void run(SampleDataOptions options, PrintStream out, Consumer<String> warnings) {
    SampleDataParameters parameters;
    try {
      parameters =
          new SampleDataParameters(
              Optional.ofNullable(options.getSeed()).orElse(SampleDataParameters.DEFAULT.seed()),
              options.getUsers(),
              options.getResources(),
              options.getDays(),
              options.getTenants());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    try {
      SampleDataSummary summary =
          SampleDataWriter.write(parameters, options.getOutput(), new DaysWritten(System.err));
      print(summary, options.getOutput(), out);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (IOException e) {
      throw new RunFailedException("the sample data could not be written: " + e.getMessage(), e);
    }
  }

  private static void print(SampleDataSummary summary, String output, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "wrote %,d lines in %,d files: %s%n",
        summary.training().lines() + summary.scoring().lines(),
        summary.blobs(),
        summary.export());
    out.printf(
        Locale.ROOT,
        "ground truth: %d accesses that should be found, %d harmless ones: %s%n",
        summary.anomalousLabels(),
        summary.harmlessLabels(),
        OutputFiles.in(output, "labels.tsv"));
    out.printf(
        "train --from=%s --to=%s%n",
        summary.windows().trainingFrom(), summary.windows().trainingTo());
    out.printf(
        "score --from=%s --to=%s%n",
        summary.windows().scoringFrom(), summary.windows().scoringTo());
  }

  /** Tells of the days that have been written, when that takes long enough to wonder. */
  private static final class DaysWritten implements SampleDataProgress {
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final PrintStream target;
    private long lastTold = System.nanoTime();

    DaysWritten(PrintStream target) {
      this.target = target;
    }

    @Override
    public void wrote(int done, int total, long lines) {
      long now = System.nanoTime();
      if (now - lastTold >= PAUSE_NANOS) {
        lastTold = now;
        target.printf(
            Locale.ROOT, "byoml: writing day %d of %d, %,d lines so far%n", done, total, lines);
      }
    }
  }
}
