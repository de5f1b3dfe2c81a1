package dev.byoml.pipelines.template;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.train.TrainingParameterOptions;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;

/** {@code byoml template}: checks a template, and shows what it makes of real lines. */
public final class TemplateCommand implements Command {
  private static final long MOST_LINES = 1_000_000;

  /** The command. */
  public TemplateCommand() {}

  @Override
  public String name() {
    return "template";
  }

  @Override
  public String summary() {
    return "checks a template, and shows on real lines what is used, filtered, rejected and why";
  }

  @Override
  public Class<TemplateOptions> optionsType() {
    return TemplateOptions.class;
  }

  @Override
  public String example() {
    return "template --check=own.yaml --sample=events.jsonl";
  }

  @Override
  public void run(PipelineOptions pipelineOptions, PrintStream out) {
    TemplateOptions options = pipelineOptions.as(TemplateOptions.class);
    FileSystems.setDefaultPipelineOptions(options);
    if (options.getSchema()) {
      out.print(Templates.schema());
      return;
    }
    if (options.getCheck() == null) {
      throw new UsageException(
          "--check is missing: name the YAML file of a template, or a built-in one (%s)"
              .formatted(String.join(", ", Templates.BUILT_IN)));
    }
    if (options.getExamples() < 0) {
      throw new UsageException(
          "--examples must be a whole number from 0, got " + options.getExamples());
    }
    Template template = Inputs.template(options.getCheck());
    TrainingParameterOptions.check(template);
    out.printf(
        "template %s is valid: %s lines, fields %s%n",
        template.name(),
        template.format().name().toLowerCase(Locale.ROOT),
        String.join(", ", template.fields()));
    if (options.getSample() != null) {
      tryOn(options, template, out);
    }
  }

  private static void tryOn(TemplateOptions options, Template template, PrintStream out) {
    TemplateTrial trial = new TemplateTrial(template, options.getExamples());
    boolean whole;
    try {
      String file = FileSystems.matchSingleFileSpec(options.getSample()).resourceId().toString();
      whole = trial.addFirst(MOST_LINES, FileRange.ofWhole(file));
    } catch (FileNotFoundException e) {
      throw new UsageException("--sample: there is no file " + options.getSample());
    } catch (UnreadableInputException e) {
      throw unreadable(options, e.getCause());
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(options, e);
    }
    if (!whole) {
      out.printf(Locale.ROOT, "only the first %,d lines were tried%n", MOST_LINES);
    }
    trial.print(out);
    if (!trial.hasUsed()) {
      out.printf("%nno line is an access: compare rows, noise and fields with the lines above%n");
    }
  }

  private static UsageException unreadable(TemplateOptions options, Throwable failure) {
    return new UsageException(
        "--sample=%s cannot be read: %s"
            .formatted(options.getSample(), Failures.describe(failure)));
  }
}
