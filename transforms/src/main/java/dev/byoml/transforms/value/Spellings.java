package dev.byoml.transforms.value;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What different spellings of one account, host or share on a host have in common: {@code
 * CONTOSO\ana}, {@code contoso.example\ana} and {@code ana@contoso.example}; {@code \\fs1\hr} and
 * {@code \\FS1.contoso.example\hr}. That two names share it does not say that they are one.
 */
public final class Spellings {
  private static final Pattern DOMAIN_ACCOUNT = Pattern.compile("[^\\\\]+\\\\([^\\\\]+)");
  private static final Pattern MAIL = Pattern.compile("([^@\\\\]+)@[^@\\\\]+");
  private static final Pattern ON_HOST = Pattern.compile("(?s)\\\\\\\\([^\\\\]+)(\\\\.*)?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** A host with its domain: labels with dots between them. */
  private static final Pattern FULL_HOST =
      Pattern.compile("([a-z0-9_-]+)\\.([a-z0-9_-]+(?:\\.[a-z0-9_-]+)*)");

  private static final Pattern SUFFIX = Pattern.compile("(.{3,}?)[-_][a-z0-9]+");

  private Spellings() {}

  /** What spellings of a user have in common: the account or host without its domain. */
  public static String ofUser(String user) {
    String lowerCase = user.toLowerCase(Locale.ROOT);
    for (Pattern form : new Pattern[] {DOMAIN_ACCOUNT, MAIL}) {
      Matcher matcher = form.matcher(lowerCase);
      if (matcher.matches()) {
        return matcher.group(1);
      }
    }
    return hostPart(lowerCase);
  }

  /** What spellings of a resource have in common: its host without the domain, and the rest. */
  public static String ofResource(String resource) {
    String lowerCase = resource.toLowerCase(Locale.ROOT);
    Matcher onHost = ON_HOST.matcher(lowerCase);
    return onHost.matches()
        ? "\\\\" + hostPart(onHost.group(1)) + (onHost.group(2) == null ? "" : onHost.group(2))
        : hostPart(lowerCase);
  }

  /**
   * What {@link #ofUser} or {@link #ofResource} gave, where the account or host is without what
   * follows its last hyphen or underscore: {@code fs1} for {@code fs1-new}.
   */
  public static Optional<String> withoutSuffix(String common) {
    Matcher onHost = ON_HOST.matcher(common);
    boolean isOnHost = onHost.matches();
    Matcher suffix = SUFFIX.matcher(isOnHost ? onHost.group(1) : common);
    if (!suffix.matches()) {
      return Optional.empty();
    }
    String rest = isOnHost && onHost.group(2) != null ? onHost.group(2) : "";
    return Optional.of((isOnHost ? "\\\\" : "") + suffix.group(1) + rest);
  }

  /** The host in the name of a resource {@code \\host\share}, in lower case. */
  public static Optional<String> hostOf(String resource) {
    Matcher onHost = ON_HOST.matcher(resource.toLowerCase(Locale.ROOT));
    return onHost.matches() ? Optional.of(onHost.group(1)) : Optional.empty();
  }

  /** The name of a host without its domain; an address has no domain. */
  public static String hostPart(String host) {
    Matcher full = FULL_HOST.matcher(host);
    return full.matches() && !ADDRESS.matcher(host).matches() ? full.group(1) : host;
  }
}
