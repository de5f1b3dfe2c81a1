package dev.byoml.transforms.read;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** How brokers are spoken to. The settings hold no secret: those are asked for on each worker. */
final class TopicSettings {

  /** How long a broker is waited for before anything runs. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final int THREE_MINUTES = (int) Duration.ofMinutes(3).toMillis();
  private static final int ONE_MINUTE = (int) Duration.ofMinutes(1).toMillis();

  private TopicSettings() {}

  /**
   * Settings of a consumer, without its brokers.
   *
   * @throws InputNotFoundException if an event hub's connection string is missing or of another
   *     namespace
   */
  static Map<String, Object> of(TopicAddress address) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "sentinel-byoml");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // Messages that are deleted while a run reads must fail the run, not be skipped.
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    if (address.eventHub()) {
      addEventHubs(settings, address);
    } else {
      settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    }
    return settings;
  }

  /** As Microsoft advises for clients of Kafka: Azure closes connections that idle for longer. */
  private static void addEventHubs(Map<String, Object> settings, TopicAddress address) {
    EventHubsConnectionString.fromEnvironment().checkFor(address);
    settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, THREE_MINUTES);
    settings.put(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG, THREE_MINUTES);
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ONE_MINUTE);
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, SecurityProtocol.SASL_SSL.name);
    settings.put(SaslConfigs.SASL_MECHANISM, "PLAIN");
    settings.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        "org.apache.kafka.common.security.plain.PlainLoginModule required;");
    settings.put(
        SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, EventHubsConnectionStringHandler.class);
  }
}
