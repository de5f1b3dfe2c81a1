package dev.byoml.transforms.azure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The connection string of an Event Hubs namespace: {@code
 * Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=…}. Never
 * shown: a message about it names at most its host and its hub.
 */
public final class EventHubsConnectionString {

  /** The environment variable that holds it. */
  public static final String VARIABLE = "AZURE_EVENTHUBS_CONNECTION_STRING";

  private static final String ENDPOINT = "endpoint";
  private static final String ENTITY = "entitypath";
  private static final String PROTOCOL = "sb://";
  private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e&&[^\"'\\\\<>]]*");

  private final String secret;
  private final String host;
  private final Optional<String> hub;

  private EventHubsConnectionString(String secret) {
    if (!PLAIN.matcher(secret).matches()) {
      // Kafka quotes a password that it cannot read in what it says of that.
      throw new IllegalArgumentException(
          VARIABLE + " is not a connection string of Event Hubs: one has no quotes or line breaks");
    }
    this.secret = secret;
    Map<String, String> parts =
        Arrays.stream(secret.split(";"))
            .filter(part -> part.indexOf('=') > 0)
            .collect(
                Collectors.toMap(
                    part -> part.substring(0, part.indexOf('=')).strip().toLowerCase(Locale.ROOT),
                    part -> part.substring(part.indexOf('=') + 1).strip(),
                    (first, second) -> first));
    this.host =
        Optional.ofNullable(parts.get(ENDPOINT))
            .filter(endpoint -> endpoint.toLowerCase(Locale.ROOT).startsWith(PROTOCOL))
            .map(endpoint -> endpoint.substring(PROTOCOL.length()).replaceAll("[:/].*", ""))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(name -> name.matches("[-a-z0-9.]+"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        VARIABLE
                            + " is not a connection string of Event Hubs, which begins with"
                            + " Endpoint=sb://"));
    this.hub = Optional.ofNullable(parts.get(ENTITY));
    if (hub.isPresent() && !hub.get().matches("[-\\w./]+")) {
      throw new IllegalArgumentException(
          VARIABLE + " has no name of an event hub after EntityPath=");
    }
  }

  /**
   * The connection string of this process; empty if there is none.
   *
   * @throws IllegalArgumentException if the variable holds something else; the message does not
   *     repeat it
   */
  public static Optional<EventHubsConnectionString> ofThisMachine() {
    return of(System.getenv(VARIABLE));
  }

  /** That connection string; empty for null and white space. */
  static Optional<EventHubsConnectionString> of(String secret) {
    return Optional.ofNullable(secret)
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(EventHubsConnectionString::new);
  }

  /** Name of the namespace's host, in lower case. */
  public String host() {
    return host;
  }

  /** The hub, if it is of one alone. */
  public Optional<String> hub() {
    return hub;
  }

  /** The whole string, for the broker alone. */
  String secret() {
    return secret;
  }

  /** Does not show the string. */
  @Override
  public String toString() {
    return "connection string of " + host;
  }
}
