package dev.byoml.transforms.azure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts of {@code azfs://account/container/name}.
 *
 * @param account name of the storage account
 * @param container name of the container
 * @param name name of the blob in its container, or the beginning of one, or a pattern
 */
public record BlobPath(String account, String container, String name) {
  private static final Pattern PATH =
      Pattern.compile("azfs://([^/]+)/([^/]+)(?:/(.*))?", Pattern.DOTALL);
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

  /** Whether a path is one of Azure Blob Storage. */
  public static boolean isBlobPath(String path) {
    return path.startsWith("azfs://");
  }

  public static BlobPath parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          path + " is not the path of a blob: write azfs://account/container/path");
    }
    String name = matcher.group(3);
    return new BlobPath(matcher.group(1), matcher.group(2), name == null ? "" : name);
  }

  /** The path of another blob of the container. */
  public String pathOf(String otherName) {
    return "azfs://" + account + "/" + container + "/" + otherName;
  }

  /** What the name begins with before its first wildcard. */
  public String literalStart() {
    Matcher wildcard = WILDCARD.matcher(name);
    return wildcard.find() ? name.substring(0, wildcard.start()) : name;
  }

  /**
   * The names that the name means as a pattern, as Beam's Azure file system reads one: {@code *}
   * and {@code ?} stand for characters but a slash, {@code **} for any, brackets for one of theirs.
   */
  public Pattern asPattern() {
    StringBuilder regex = new StringBuilder();
    boolean inBrackets = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (inBrackets || c == '[') {
        inBrackets = c != ']';
        regex.append(c);
      } else if (c == '*') {
        boolean any = name.startsWith("**", i);
        regex.append(any ? ".*" : "[^/]*");
        i += name.startsWith("**/*", i) ? "/*".length() + 1 : any ? 1 : 0;
      } else if (c == '?') {
        regex.append("[^/]");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
