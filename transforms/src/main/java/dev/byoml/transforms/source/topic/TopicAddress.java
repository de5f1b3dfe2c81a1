package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.source.InputNotFoundException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user names as input where events are messages: an event hub as {@code
 * eventhubs://NAMESPACE/HUB}, or a topic of Kafka as {@code kafka://HOST:PORT/TOPIC}.
 *
 * @param eventHub whether it is an event hub
 * @param servers the brokers, {@code HOST:PORT}, separated by commas
 * @param topic name of the topic or hub
 * @param text the address as it is shown
 */
record TopicAddress(boolean eventHub, String servers, String topic, String text) {
  private static final Pattern SCHEME = Pattern.compile("(?i)(eventhubs|kafka)://(.*)");
  private static final String PORT = ":\\d{1,5}";
  private static final String HOST = "[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?";
  private static final Pattern EVENT_HUB =
      Pattern.compile("(" + HOST + ")(" + PORT + ")?/([A-Za-z0-9._-]{1,256})/?");
  private static final Pattern KAFKA =
      Pattern.compile("(" + HOST + PORT + "(?:," + HOST + PORT + ")*)/([A-Za-z0-9._-]{1,249})/?");

  private static final String EVENT_HUBS_DOMAIN = ".servicebus.windows.net";
  private static final String EVENT_HUBS_PORT = ":9093";

  /** Whether {@code input} names a topic rather than files. */
  static boolean isTopic(String input) {
    return SCHEME.matcher(input).matches();
  }

  /**
   * Reads an address. A namespace without a dot and a port lies in Azure's public cloud; elsewhere
   * its whole host name is given, with a port where that is not 9093.
   *
   * @throws InputNotFoundException if it is malformed; the message does not repeat the input, which
   *     may hold what somebody pasted there by mistake
   */
  static TopicAddress parse(String input) {
    Matcher scheme = SCHEME.matcher(input);
    if (!scheme.matches()) {
      throw new IllegalArgumentException("not the address of a topic");
    }
    return scheme.group(1).toLowerCase(Locale.ROOT).equals("kafka")
        ? kafka(scheme.group(2))
        : eventHub(scheme.group(2));
  }

  /**
   * Name of one message, for people to find it again.
   *
   * @param topic the topic's {@link #text}
   */
  static String message(String topic, int partition, long offset) {
    return topic + "/partition=" + partition + "/offset=" + offset;
  }

  private static TopicAddress kafka(String rest) {
    Matcher address = KAFKA.matcher(rest);
    if (!address.matches()) {
      throw new InputNotFoundException(
          "the input is not the address of a topic: write kafka://HOST:PORT/TOPIC, or"
              + " kafka://HOST:PORT,HOST:PORT/TOPIC for several brokers");
    }
    String servers = address.group(1);
    String topic = address.group(2);
    return new TopicAddress(false, servers, topic, "kafka://" + servers + "/" + topic);
  }

  private static TopicAddress eventHub(String rest) {
    Matcher address = EVENT_HUB.matcher(rest);
    if (!address.matches()) {
      throw new InputNotFoundException(
          "the input is not the address of an event hub: write eventhubs://NAMESPACE/HUB; keys and"
              + " connection strings come from the environment");
    }
    String namespace = address.group(1).toLowerCase(Locale.ROOT);
    boolean isHost = namespace.contains(".") || address.group(2) != null;
    String host = isHost ? namespace : namespace + EVENT_HUBS_DOMAIN;
    String port = address.group(2) == null ? EVENT_HUBS_PORT : address.group(2);
    String hub = address.group(3);
    String shown = namespace + (address.group(2) == null ? "" : port);
    return new TopicAddress(true, host + port, hub, "eventhubs://" + shown + "/" + hub);
  }
}
