package dev.byoml.pipelines.share.format;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a package holds. */
public enum PackageKind {
  /** A model folder, to score with. */
  MODEL,
  /** A template of one's own, to read other events with. */
  TEMPLATE,
  /** A jar with an algorithm of one's own, to train with. */
  ALGORITHM;

  /** The word for it, in manifests and messages; also the folder of the content in a package. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that a word names. */
  static Optional<PackageKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }
}
