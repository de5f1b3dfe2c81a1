package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.azure.EventHubsAccessTokenHandler;
import dev.byoml.transforms.azure.EventHubsConnectionString;
import dev.byoml.transforms.azure.EventHubsConnectionStringHandler;
import dev.byoml.transforms.source.InputNotFoundException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How brokers are spoken to. The settings hold no secret: those are asked for on each worker. */
final class TopicSettings {

  /** How long a broker is waited for before anything runs. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int THREE_MINUTES = (int) Duration.ofMinutes(3).toMillis();
  private static final int ONE_MINUTE = (int) Duration.ofMinutes(1).toMillis();

  private TopicSettings() {}

  /**
   * A consumer of messages as they are, with further settings.
   *
   * @throws InputNotFoundException if the connection string is malformed, or of another namespace
   *     or hub
   * @throws org.apache.kafka.common.KafkaException if the brokers have no such host or nobody can
   *     be signed in
   */
  static Consumer<byte[], byte[]> consumer(TopicAddress address, Map<String, Object> more) {
    Map<String, Object> settings = of(address);
    settings.putAll(more);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }

  /**
   * Settings of a consumer. An event hub is signed in to with the connection string of the
   * environment, or where there is none, with an access token.
   */
  private static Map<String, Object> of(TopicAddress address) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address.servers());
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "sentinel-byoml");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Messages that are deleted while a run reads must fail the run, not be skipped.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    if (address.eventHub()) {
      addEventHubs(settings);
      settings.putAll(
          connectionString()
              .map(string -> withConnectionString(string, address))
              .orElseGet(TopicSettings::withAccessToken));
    } else {
      settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }
    return settings;
  }

  /** As Microsoft advises for clients of Kafka: Azure closes connections that idle for longer. */
  private static void addEventHubs(Map<String, Object> settings) {
    settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, THREE_MINUTES);
    settings.put(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, THREE_MINUTES);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ONE_MINUTE);
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, SecurityProtocol.SASL_SSL.name);
  }

  private static Map<String, Object> withConnectionString(
      EventHubsConnectionString string, TopicAddress address) {
    String host = address.servers().substring(0, address.servers().lastIndexOf(':'));
    if (!string.host().equals(host)) {
      throw new InputNotFoundException(
          "%s is of the namespace %s, the input of %s"
              .formatted(EventHubsConnectionString.VARIABLE, string.host(), host));
    }
    if (string.hub().isPresent() && !string.hub().get().equalsIgnoreCase(address.topic())) {
      throw new InputNotFoundException(
          "%s is of the event hub %s, the input is %s"
              .formatted(EventHubsConnectionString.VARIABLE, string.hub().get(), address.topic()));
    }
    return Map.of(
        SaslConfigs.SASL_MECHANISM,
        "PLAIN",
        SaslConfigs.SASL_JAAS_CONFIG,
        PlainLoginModule.class.getName() + " required;",
        SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS,
        EventHubsConnectionStringHandler.class);
  }

  private static Map<String, Object> withAccessToken() {
    return Map.of(
        SaslConfigs.SASL_MECHANISM,
        OAuthBearerLoginModule.OAUTHBEARER_MECHANISM,
        SaslConfigs.SASL_JAAS_CONFIG,
        OAuthBearerLoginModule.class.getName() + " required;",
        SaslConfigs.SASL_LOGIN_CALLBACK_HANDLER_CLASS,
        EventHubsAccessTokenHandler.class);
  }

  private static Optional<EventHubsConnectionString> connectionString() {
    try {
      return EventHubsConnectionString.ofThisMachine();
    } catch (IllegalArgumentException e) {
      throw new InputNotFoundException(e.getMessage(), e);
    }
  }
}
