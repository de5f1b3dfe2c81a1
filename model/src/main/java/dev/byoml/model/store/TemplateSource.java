package dev.byoml.model.store;

import static java.util.Objects.requireNonNull;

/**
 * The template that events were read by.
 *
 * @param name name of a built-in template, or the path of the user's own
 * @param definition the template itself, as the text it was read from
 */
public record TemplateSource(String name, String definition) {
  /** Checks that nothing is missing. */
  public TemplateSource {
    requireNonNull(name, "name");
    requireNonNull(definition, "definition");
  }
}
