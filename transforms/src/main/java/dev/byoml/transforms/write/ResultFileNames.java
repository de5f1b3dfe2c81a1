package dev.byoml.transforms.write;

import dev.byoml.model.tenant.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names of files that hold one tenant's data. */
public final class ResultFileNames {
  private static final Pattern PLAIN = Pattern.compile("(?!id-)[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int DIGITS = 16;

  private ResultFileNames() {}

  /**
   * A part of a file name that stands for a tenant: its id where that is short and plain, or else
   * {@code id-} and a digest of it.
   */
  public static String partOf(String tenant) {
    if (PLAIN.matcher(tenant).matches()) {
      return tenant;
    }
    byte[] digest = ContentDigest.sha256().digest(tenant.getBytes(StandardCharsets.UTF_8));
    return "id-" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
  }
}
