package dev.byoml.transforms.template;

import static java.util.Objects.requireNonNull;

/**
 * Says which rows of a table are accesses and which of their fields are tenant, time, user and
 * resource.
 */
public final class Template {
  private final String name;
  private final String definition;

  private Template(String name, String definition) {
    this.name = requireNonNull(name, "name");
    this.definition = requireNonNull(definition, "definition");
  }

  /**
   * Reads a template.
   *
   * @param name name of a built-in template or path of a file, for messages and the model
   * @param text the template in YAML, or as {@link #definition()} gave it
   * @throws IllegalArgumentException if it is no valid template; the message is one line that says
   *     where and what is expected
   */
  public static Template parse(String name, String text) {
    return new Template(name, text);
  }

  /** Name of a built-in template, or path of the user's own. */
  public String name() {
    return name;
  }

  /** The template as text in canonical form: equal for templates that mean the same. */
  public String definition() {
    return definition;
  }
}
