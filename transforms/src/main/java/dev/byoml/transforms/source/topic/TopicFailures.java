package dev.byoml.transforms.source.topic;

import dev.byoml.transforms.azure.EventHubsConnectionString;
import dev.byoml.transforms.text.Texts;
import javax.security.auth.login.LoginException;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Says in one line what went wrong with a broker, and what to do. */
final class TopicFailures {
  private TopicFailures() {}

  /** What {@code failure} means for who reads {@code address}. */
  static String describe(KafkaException failure, TopicAddress address) {
    String broker = address.servers();
    KafkaException cause = telling(failure);
    if (isLoginFailure(failure)) {
      return ("nobody is signed in to Azure to read %s: put a connection string into %s, or sign in,"
              + " for example with az login")
          .formatted(address.text(), EventHubsConnectionString.VARIABLE);
    }
    if (cause instanceof SaslAuthenticationException) {
      return address.eventHub()
          ? ("%s refuses the sign-in: check %s and that its policy has the right Listen, or that who"
                  + " is signed in has the role Azure Event Hubs Data Receiver")
              .formatted(broker, EventHubsConnectionString.VARIABLE)
          : broker + " asks for a sign-in, which kafka:// does not have";
    }
    if (cause instanceof SslAuthenticationException) {
      return broker + " cannot be trusted: its certificate is not one of those that Java trusts";
    }
    if (cause instanceof AuthorizationException) {
      return "there is no right to read %s at %s".formatted(address.topic(), broker);
    }
    if (cause instanceof UnknownTopicOrPartitionException
        || cause instanceof InvalidTopicException) {
      return "there is no %s %s at %s"
          .formatted(address.eventHub() ? "event hub" : "topic", address.topic(), broker);
    }
    if (cause instanceof ConfigException) {
      return "there is no host of the name in " + broker + ": check the address in --input";
    }
    if (cause instanceof TimeoutException) {
      return ("%s does not answer within %d seconds: check the address in --input, and that its port"
              + " is open from here")
          .formatted(broker, TopicSettings.PATIENCE.toSeconds());
    }
    return "%s cannot be read: %s".formatted(address.text(), Texts.firstLine(cause));
  }

  /** The client wraps what the configuration lacks, and nothing else. */
  private static KafkaException telling(KafkaException failure) {
    return failure.getCause() instanceof KafkaException cause ? cause : failure;
  }

  private static boolean isLoginFailure(Throwable failure) {
    return ExceptionUtils.indexOfType(failure, LoginException.class) >= 0;
  }
}
