package dev.byoml.pipelines.run;

import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.store.ModelReader;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.transforms.feedback.VerdictFile;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.read.ReadEventLines;
import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Turns what the user typed into values, or says in one line what is wrong with it. */
public final class Inputs {
  private Inputs() {}

  /** Checks that there is something to read. */
  public static void checkReadable(InputOptions options) {
    try {
      ReadEventLines.checkReadable(options.getInput());
    } catch (InputNotFoundException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /**
   * The verdicts of {@code --verdicts} that were given by the end of the range; all of them where
   * that is open.
   */
  public static Verdicts verdicts(FeedbackOptions options, TimeRange range) {
    String path = options.getVerdicts();
    if (path == null) {
      return Verdicts.NONE;
    }
    Verdicts verdicts = file("--verdicts", path, VerdictFile::parse);
    return range.to() == null ? verdicts : verdicts.until(range.to());
  }

  /**
   * What the file of an option holds.
   *
   * @param option as it is typed, for the message
   * @param path the file, on any of Beam's file systems
   * @param parser reads its text; its {@link IllegalArgumentException} says what is wrong with it
   * @throws UsageException if the file cannot be read or is wrong
   */
  public static <T> T file(String option, String path, Function<String, T> parser) {
    try (InputStream in = OutputFiles.open(path)) {
      return parser.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("%s=%s cannot be read".formatted(option, path));
    } catch (IllegalArgumentException e) {
      throw new UsageException("%s=%s, %s".formatted(option, path, e.getMessage()));
    }
  }

  /**
   * Opens the model of an option.
   *
   * @param option as it is typed, for the message
   * @param folder its folder
   * @throws UsageException if there is no model that can be used
   */
  public static ModelReader model(String option, String folder) {
    try {
      return ModelReader.open(new BeamModelFolder(folder));
    } catch (IOException e) {
      throw new UsageException(
          "%s=%s cannot be used: %s".formatted(option, folder, e.getMessage()));
    }
  }

  /** The template of that name or path. */
  public static Template template(String nameOrPath) {
    try {
      return Templates.load(nameOrPath);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The constant of {@code type} that {@code value} names, in any case. */
  public static <E extends Enum<E>> E choice(String option, String value, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value.strip())) {
        return constant;
      }
    }
    List<String> choices =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    int last = choices.size() - 1;
    String listed = String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    throw new UsageException("%s must be %s, got '%s'".formatted(option, listed, value));
  }
}
