package dev.byoml.model.feedback;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an analyst found a reported access to be. */
public enum Verdict {
  /** Harmless: the access is known from then on. */
  BENIGN("benign", "confirmed benign", "false positive", "benign positive"),

  /** An attack or a misuse: the access never becomes known. */
  MALICIOUS("malicious", "true positive"),

  /** Looked at without a result. */
  UNDETERMINED("undetermined");

  private final List<String> spellings;

  Verdict(String... spellings) {
    this.spellings = List.of(spellings);
  }

  /** The verdict in one word, in lower case. */
  public String label() {
    return spellings.get(0);
  }

  /**
   * The verdict of that name: {@code benign}, {@code malicious} or {@code undetermined}, or a
   * classification of an incident in Microsoft Sentinel ({@code FalsePositive}, {@code
   * BenignPositive}, {@code TruePositive}, {@code Undetermined}). Case, spaces, hyphens and
   * underscores do not count.
   *
   * @return the verdict, or nothing if no verdict has that name
   */
  public static Optional<Verdict> of(String name) {
    String letters = lettersOf(name);
    return Arrays.stream(values())
        .filter(
            verdict -> verdict.spellings.stream().map(Verdict::lettersOf).anyMatch(letters::equals))
        .findFirst();
  }

  private static String lettersOf(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "");
  }
}
