package dev.byoml.transforms.pattern;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * A pattern in which {@code *} stands for any text and everything else for itself. Each part is
 * looked for once, from where the one before it ended, so the effort never multiplies.
 *
 * @param parts texts between the stars, folded; a single one has no star
 */
public record Wildcard(String... parts) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The pattern that a user wrote; case does not count. */
  public static Wildcard of(String text) {
    return new Wildcard(fold(text.strip()).split("\\*+", -1));
  }

  /** A text in a form in which case does not count: character by character, by Unicode. */
  public static String fold(String text) {
    char[] characters = text.toCharArray();
    for (int i = 0; i < characters.length; i++) {
      characters[i] = Character.toLowerCase(Character.toUpperCase(characters[i]));
    }
    return new String(characters);
  }

  /** Whether the pattern has no star. */
  public boolean isExact() {
    return parts.length == 1;
  }

  /** What every text that matches begins with. */
  public String prefix() {
    return parts[0];
  }

  /** What every text that matches ends with. */
  public String suffix() {
    return parts[parts.length - 1];
  }

  /** Whether a folded text matches. */
  public boolean matches(String folded) {
    if (isExact()) {
      return folded.equals(prefix());
    }
    int end = folded.length() - suffix().length();
    int position = prefix().length();
    if (position > end || !folded.startsWith(prefix()) || !folded.endsWith(suffix())) {
      return false;
    }
    for (int i = 1; i < parts.length - 1; i++) {
      int found = folded.indexOf(parts[i], position);
      if (found < 0 || found + parts[i].length() > end) {
        return false;
      }
      position = found + parts[i].length();
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Wildcard wildcard && Arrays.equals(parts, wildcard.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash((Object[]) parts);
  }

  @Override
  public String toString() {
    return String.join("*", parts);
  }
}
