package dev.byoml.transforms.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.byoml.transforms.text.Texts;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.auth.SaslExtensionsCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/**
 * Signs a Kafka client in to Event Hubs with an access token of the machine it runs on: see {@link
 * AzureSignIn}. Kafka makes it, and asks it again before a token expires.
 */
public final class EventHubsAccessTokenHandler implements AuthenticateCallbackHandler {
  private final TokenCredential credential;
  private TokenRequestContext request;

  /** A handler that is not configured yet. */
  public EventHubsAccessTokenHandler() {
    this(AzureSignIn.ofThisMachine());
  }

  /** A handler with that credential. */
  EventHubsAccessTokenHandler(TokenCredential credential) {
    this.credential = credential;
  }

  /** Learns from the client's brokers which namespace the tokens are for. */
  @Override
  public void configure(
      Map<String, ?> settings, String mechanism, List<AppConfigurationEntry> entries) {
    Object servers = settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
    String server = servers instanceof List<?> list ? list.get(0).toString() : servers.toString();
    String host = server.substring(0, server.lastIndexOf(':'));
    request = new TokenRequestContext().addScopes("https://" + host + "/.default");
  }

  /** Fills in a token, or says why there is none. */
  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof OAuthBearerTokenCallback token) {
        fillIn(token);
      } else if (!(callback instanceof SaslExtensionsCallback)) {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  /** Holds nothing. */
  @Override
  public void close() {}

  private void fillIn(OAuthBearerTokenCallback callback) {
    try {
      callback.token(new Token(credential.getTokenSync(request)));
    } catch (RuntimeException e) {
      callback.error("sign_in_failed", Texts.firstLine(e), null);
    }
  }

  /** An access token as Kafka sees it. */
  private record Token(AccessToken token) implements OAuthBearerToken {
    @Override
    public String value() {
      return token.getToken();
    }

    @Override
    public Set<String> scope() {
      return Set.of();
    }

    @Override
    public long lifetimeMs() {
      return token.getExpiresAt().toInstant().toEpochMilli();
    }

    @Override
    public String principalName() {
      return "sentinel-byoml";
    }

    @Override
    public Long startTimeMs() {
      return null;
    }

    @Override
    public String toString() {
      return "(access token)";
    }
  }
}
