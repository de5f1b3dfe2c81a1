package dev.byoml.model.store;

import dev.byoml.model.tenant.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last member of a manifest, {@code sha256}: a digest of the text before it. It shows that a
 * manifest was damaged or edited; whoever edits it on purpose can make a new one.
 */
public final class ManifestSeal {
  /** Name of the member. */
  public static final String MEMBER = "sha256";

  private static final String END = "\n}\n";
  private static final String SEAL = ",\n  \"" + MEMBER + "\" : \"%s\"" + END;
  private static final Pattern SEALED =
      Pattern.compile("(?s)(.*),\n  \"" + MEMBER + "\" : \"([0-9a-f]{64})\"\n}\n");

  private ManifestSeal() {}

  /**
   * The same object with its digest.
   *
   * @param json a JSON object of several lines, with a member at least
   */
  public static String seal(String json) {
    if (!json.endsWith(END)) {
      throw new IllegalArgumentException("a manifest ends with a line that holds a brace");
    }
    String content = json.substring(0, json.length() - END.length());
    return content + SEAL.formatted(digest(content));
  }

  /** Whether a text is as {@link #seal} made it. */
  public static boolean isWhole(String text) {
    Matcher sealed = SEALED.matcher(text);
    return sealed.matches() && digest(sealed.group(1)).equals(sealed.group(2));
  }

  private static String digest(String content) {
    return HexFormat.of()
        .formatHex(ContentDigest.sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
  }
}
