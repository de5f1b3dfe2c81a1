package dev.byoml.pipelines.template;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.Inputs;
import dev.byoml.pipelines.train.TrainingParameterOptions;
import dev.byoml.transforms.source.UnreadableInputException;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.write.OutputFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.FileSystems;

/**
 * {@code byoml template}: checks a template and shows what it makes of real lines, or says what a
 * file is, which template fits it, and drafts one.
 */
public final class TemplateCommand extends Command<TemplateOptions> {
  private static final long MOST_LINES = 1_000_000;
  private static final long MOST_SURVEYED = 100_000;
  private static final int DRAFT_EXAMPLES = 3;

  /** The command. */
  public TemplateCommand() {
    super(
        "template",
        "tries a template on real lines, or says what a file is and which template fits it",
        TemplateOptions.class,
        "template --sample=events.jsonl");
  }

  @Override
  protected void run(TemplateOptions options, PrintStream out, Consumer<String> warnings) {
    if (options.getSchema()) {
      out.print(Templates.schema());
      return;
    }
    if (options.getCheck() == null) {
      survey(options, out);
      return;
    }
    if (options.getDraft() != null) {
      throw new UsageException("--draft writes a new template: leave out --check");
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
    boolean whole = reading(options, rows -> trial.addFirst(MOST_LINES, rows));
    if (!whole) {
      out.printf(Locale.ROOT, "only the first %,d lines were tried%n", MOST_LINES);
    }
    trial.print(out);
    if (!trial.hasUsed()) {
      out.printf("%nno line is an access: compare rows, noise and fields with the lines above%n");
    }
  }

  /** Says what a sample is, and which template fits it; writes a first one if that is asked for. */
  private static void survey(TemplateOptions options, PrintStream out) {
    String sample = options.getSample();
    if (sample == null) {
      throw new UsageException(
          ("--check is missing: name the YAML file of a template, or a built-in one (%s); or give"
                  + " --sample=FILE alone to see which one fits a file")
              .formatted(String.join(", ", Templates.BUILT_IN)));
    }
    if (options.getDraft() != null) {
      requireNone(options.getDraft());
    }
    SampleSurvey survey = reading(options, rows -> SampleSurvey.of(rows, MOST_SURVEYED));
    survey.print(sample, out);
    if (survey.fields().isEmpty()) {
      if (options.getDraft() != null) {
        throw new UsageException("--draft: %s has no row that can be read".formatted(sample));
      }
      return;
    }
    Map<String, TemplateTrial> trials = new LinkedHashMap<>();
    for (String name : Templates.BUILT_IN) {
      TemplateTrial trial = new TemplateTrial(Inputs.template(name), 0);
      reading(options, rows -> trial.addFirst(MOST_SURVEYED, rows));
      trials.put(name, trial);
    }
    Optional<String> best =
        trials.keySet().stream()
            .filter(name -> InputGlance.SUGGESTED.contains(name) && trials.get(name).hasUsed())
            .reduce((one, two) -> trials.get(two).used() > trials.get(one).used() ? two : one);
    printTrials(trials, out);
    best.ifPresentOrElse(
        name ->
            out.printf(
                Locale.ROOT,
                "%n%s fits best: it would use %,d of %,d rows, %s%n"
                    + "  scripts/byoml template --check=%s --sample=%s%n",
                name,
                trials.get(name).used(),
                survey.rows(),
                trials.get(name).timesInWords(),
                name,
                sample),
        () ->
            out.printf(
                "%nno built-in template would use a row of it%s%n",
                options.getDraft() == null ? "; --draft=own.yaml writes a first one for it" : ""));
    if (options.getDraft() != null) {
      draft(options, survey, best, out);
    }
  }

  private static void printTrials(Map<String, TemplateTrial> trials, PrintStream out) {
    out.printf(
        "%n%-27s %9s %9s %9s  %s%n", "template", "used", "filtered", "rejected", "most of them as");
    trials.forEach(
        (name, trial) ->
            out.printf(
                Locale.ROOT,
                "%-27s %,9d %,9d %,9d  %s%n",
                name,
                trial.used(),
                trial.filtered(),
                trial.rejected(),
                trial.mainReason().orElse("")));
  }

  /** Writes the first of several drafts that uses rows of the sample. */
  private static void draft(
      TemplateOptions options, SampleSurvey survey, Optional<String> best, PrintStream out) {
    String sample = options.getSample();
    List<Optional<String>> drafts =
        best.isPresent()
            ? List.of(best.map(name -> TemplateDraft.copyOf(name, sample)))
            : List.of(
                TemplateDraft.ofWindowsEvents(survey, sample),
                TemplateDraft.guessed(survey, sample));
    for (Optional<String> yaml : drafts) {
      if (yaml.isEmpty()) {
        continue;
      }
      TemplateTrial trial =
          new TemplateTrial(Template.parse(options.getDraft(), yaml.get()), DRAFT_EXAMPLES);
      reading(options, rows -> trial.addFirst(MOST_SURVEYED, rows));
      if (trial.hasUsed()) {
        write(options.getDraft(), yaml.get());
        out.printf(
            "%n%s is a first template; look at what it takes for user and resource%n",
            options.getDraft());
        trial.print(out);
        return;
      }
    }
    throw new UsageException(
        ("--draft: no fields of %s can be told to be time, user and resource; write the template"
                + " by hand, starting from sample-data/templates/badge-door.yaml")
            .formatted(sample));
  }

  private static void requireNone(String draft) {
    try {
      if (OutputFiles.size(draft).isPresent()) {
        throw new UsageException(
            "--draft=%s is there already, which is never touched; name another file"
                .formatted(draft));
      }
    } catch (IOException e) {
      throw new UsageException(
          "--draft=%s cannot be used: %s".formatted(draft, Failures.describe(e)));
    }
  }

  private static void write(String draft, String yaml) {
    try (OutputStream out = OutputFiles.create(draft)) {
      out.write(yaml.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException(
          "--draft=%s cannot be written: %s".formatted(draft, Failures.describe(e)));
    }
  }

  /** Something that is read from the sample. */
  private interface Reading<T> {
    T of(SampleRows sample) throws IOException;
  }

  private static <T> T reading(TemplateOptions options, Reading<T> reading) {
    try {
      return reading.of(
          new SampleRows(
              FileSystems.matchSingleFileSpec(options.getSample()).resourceId().toString(),
              options));
    } catch (FileNotFoundException e) {
      throw new UsageException("--sample: there is no file " + options.getSample());
    } catch (UnreadableInputException e) {
      throw unreadable(options, e.getCause());
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(options, e);
    }
  }

  private static UsageException unreadable(TemplateOptions options, Throwable failure) {
    return new UsageException(
        "--sample=%s cannot be read: %s"
            .formatted(options.getSample(), Failures.describe(failure)));
  }
}
