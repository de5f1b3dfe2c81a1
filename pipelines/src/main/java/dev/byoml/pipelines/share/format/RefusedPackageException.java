package dev.byoml.pipelines.share.format;

/** Something that is not packaged, or a package that is not installed, because it is not sound. */
public final class RefusedPackageException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message one line; characters in it that move what a terminal shows become {@code ?}
   */
  public RefusedPackageException(String message) {
    super(
        message.replaceAll("[\\p{Cntrl}\\u0085\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]", "?"));
  }
}
