package dev.byoml.transforms.azure;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Signs a Kafka client in to Event Hubs with the connection string of the environment it runs in.
 * So the client's settings, which are shown and travel to workers, hold no secret. Made by Kafka.
 */
public final class EventHubsConnectionStringHandler implements AuthenticateCallbackHandler {

  /** The user that Event Hubs expects where the password is a connection string. */
  private static final String USER = "$ConnectionString";

  /** A handler that is not configured yet. */
  public EventHubsConnectionStringHandler() {}

  /** Needs no settings. */
  @Override
  public void configure(
      Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {}

  /** Fills in name and password. */
  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(USER);
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(secret());
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  private static char[] secret() {
    return EventHubsConnectionString.ofThisMachine()
        .map(EventHubsConnectionString::secret)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a worker lacks the environment variable "
                        + EventHubsConnectionString.VARIABLE))
        .toCharArray();
  }

  /** Holds nothing. */
  @Override
  public void close() {}
}
