package dev.byoml.transforms.template;

import dev.byoml.transforms.text.Texts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.util.StringUtils;

/** Finds templates by name or path. */
public final class Templates {

  /** Name of the template that is used unless another is chosen. */
  public static final String DEFAULT = "file-share-access";

  /** Names of the built-in templates. */
  public static final List<String> BUILT_IN =
      List.of(
          DEFAULT,
          "file-share-access-classic",
          "daily-counts",
          "detailed-file-share",
          "sign-in-application",
          "office-file",
          "process-on-host",
          "azure-resource");

  private static final int LARGEST_FILE = 1 << 20;

  /** A name is taken for a misspelt one if it has at most one slip in so many characters. */
  private static final int CHARACTERS_PER_SLIP = 3;

  private Templates() {}

  /**
   * The built-in template of that name, or the template in that file.
   *
   * @param nameOrPath name of a built-in template, or path of a YAML file on any of Beam's file
   *     systems
   * @throws IllegalArgumentException if there is neither, or if the file is not a valid template;
   *     the message is one line
   */
  public static Template load(String nameOrPath) {
    return BUILT_IN.contains(nameOrPath)
        ? Template.parse(nameOrPath, source(nameOrPath))
        : Template.parse(nameOrPath, file(nameOrPath));
  }

  /**
   * The YAML of a built-in template, with its comments.
   *
   * @throws IllegalArgumentException if there is no such template
   */
  public static String source(String name) {
    if (!BUILT_IN.contains(name)) {
      throw new IllegalArgumentException("no built-in template is called " + name);
    }
    return resource(name + ".yaml");
  }

  /** The JSON schema of templates, for editors that check YAML against one. */
  public static String schema() {
    return resource("template.schema.json");
  }

  /** The text of a file beside this class. */
  static String resource(String file) {
    try (InputStream in = Templates.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String path) {
    byte[] text;
    try (InputStream in = open(path)) {
      text = in.readNBytes(LARGEST_FILE + 1);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "no template and no file is called '"
              + path
              + "'"
              + suggestion(path)
              + "; the built-in templates are "
              + String.join(", ", BUILT_IN)
              + ", any other is the path of a YAML file",
          e);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "template " + path + " cannot be read: " + Texts.firstLine(e), e);
    }
    if (text.length > LARGEST_FILE) {
      throw new IllegalArgumentException("template " + path + ": is larger than 1 MiB");
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static InputStream open(String path) throws IOException {
    return Channels.newInputStream(
        FileSystems.open(FileSystems.matchSingleFileSpec(path).resourceId()));
  }

  private static String suggestion(String name) {
    return BUILT_IN.stream()
        .filter(builtIn -> distance(builtIn, name) <= builtIn.length() / CHARACTERS_PER_SLIP)
        .min(Comparator.comparingInt(builtIn -> distance(builtIn, name)))
        .map(builtIn -> " (did you mean " + builtIn + "?)")
        .orElse("");
  }

  private static int distance(String one, String other) {
    return StringUtils.getLevenshteinDistance(one, other);
  }
}
