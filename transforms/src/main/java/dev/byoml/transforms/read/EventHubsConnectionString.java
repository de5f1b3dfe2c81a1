package dev.byoml.transforms.read;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The connection string of an Event Hubs namespace: {@code
 * Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=…}. Never
 * shown: a message about it names at most its host.
 */
final class EventHubsConnectionString {

  /** The environment variable that holds it. */
  static final String VARIABLE = "AZURE_EVENTHUBS_CONNECTION_STRING";

  private static final String ENDPOINT = "endpoint";
  private static final String ENTITY = "entitypath";
  private static final String PROTOCOL = "sb://";

  private final String secret;

  private EventHubsConnectionString(String secret) {
    this.secret = secret;
  }

  /**
   * The connection string of this process.
   *
   * @throws InputNotFoundException if there is none
   */
  static EventHubsConnectionString fromEnvironment() {
    return of(System.getenv(VARIABLE));
  }

  /** That connection string; null and blank are none. */
  static EventHubsConnectionString of(String secret) {
    if (secret == null || secret.isBlank()) {
      throw new InputNotFoundException(
          "an event hub is read with a connection string: put that of a policy with the right"
              + " Listen into the environment variable "
              + VARIABLE);
    }
    return new EventHubsConnectionString(secret.strip());
  }

  /** The whole string, for the broker alone. */
  String secret() {
    return secret;
  }

  /**
   * Checks that it is of the namespace, and if it is of one hub, of that hub.
   *
   * @throws InputNotFoundException if not
   */
  void checkFor(TopicAddress address) {
    Map<String, String> parts = parts();
    String host =
        Optional.ofNullable(parts.get(ENDPOINT))
            .filter(endpoint -> endpoint.toLowerCase(Locale.ROOT).startsWith(PROTOCOL))
            .map(endpoint -> endpoint.substring(PROTOCOL.length()).replaceAll("[:/].*", ""))
            .orElseThrow(
                () ->
                    new InputNotFoundException(
                        VARIABLE
                            + " is no connection string of Event Hubs, which begins with"
                            + " Endpoint=sb://"));
    String asked = address.servers().substring(0, address.servers().lastIndexOf(':'));
    if (!host.equalsIgnoreCase(asked)) {
      throw new InputNotFoundException(
          "%s is of the namespace %s, the input of %s".formatted(VARIABLE, host, asked));
    }
    String hub = parts.get(ENTITY);
    if (hub != null && !hub.equalsIgnoreCase(address.topic())) {
      throw new InputNotFoundException(
          "%s is of the event hub %s, the input is %s".formatted(VARIABLE, hub, address.topic()));
    }
  }

  @Override
  public String toString() {
    return "(connection string)";
  }

  private Map<String, String> parts() {
    return Arrays.stream(secret.split(";"))
        .filter(part -> part.indexOf('=') > 0)
        .collect(
            Collectors.toMap(
                part -> part.substring(0, part.indexOf('=')).strip().toLowerCase(Locale.ROOT),
                part -> part.substring(part.indexOf('=') + 1).strip(),
                (first, second) -> first));
  }
}
