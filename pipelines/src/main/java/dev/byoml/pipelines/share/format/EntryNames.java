package dev.byoml.pipelines.share.format;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of files in a package: plain letters, digits and {@code . _ -}, below one folder at most.
 * Such a name means the same place below the target on every file system.
 */
public final class EntryNames {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

  /** Names that Windows takes for a device, with any ending. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])([.].*)?");

  private static final int DEEPEST = 2;

  private EntryNames() {}

  /** Whether a file of that name can be packaged. */
  public static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches() && !DEVICE.matcher(name).matches() && !name.endsWith(".");
  }

  /**
   * Checks a name that stands in an archive.
   *
   * @throws RefusedPackageException if it could mean a place outside the target, or different
   *     places on different file systems
   */
  static void check(String name) throws RefusedPackageException {
    if (name.indexOf('\\') >= 0) {
      throw refused(name, "has a backslash in its name");
    }
    if (name.startsWith("/") || DRIVE.matcher(name).matches()) {
      throw refused(name, "has an absolute name");
    }
    List<String> parts = List.of(name.split("/", -1));
    if (parts.contains("..") || parts.contains(".")) {
      throw refused(name, "leads out of its folder");
    }
    if (parts.size() > DEEPEST || !parts.stream().allMatch(EntryNames::isPlain)) {
      throw refused(name, "has a name that no package gives");
    }
  }

  /**
   * Checks that names stay apart on every file system.
   *
   * @throws RefusedPackageException if two are the same, or differ in case alone
   */
  static void checkApart(Iterable<String> names) throws RefusedPackageException {
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String other = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw other.equals(name)
            ? refused(name, "is there twice")
            : refused(name, "differs in case alone from " + shown(other));
      }
    }
  }

  private static RefusedPackageException refused(String name, String why) {
    return new RefusedPackageException("entry %s %s".formatted(shown(name), why));
  }

  /** A name in quotes, with whatever is not printable ASCII spelt out, and not too long. */
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder("'");
    name.codePoints()
        .limit(100)
        .forEach(
            c -> {
              if (c >= ' ' && c <= '~') {
                shown.append((char) c);
              } else {
                shown.append("\\u{%x}".formatted(c));
              }
            });
    return shown.append("'").toString();
  }
}
