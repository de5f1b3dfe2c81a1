package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class EventHubsAccessTokenHandlerTest {
  private static final OffsetDateTime EXPIRY = OffsetDateTime.parse("2026-03-01T10:00:00Z");

  @Test
  void asksForATokenOfTheNamespace() throws Exception {
    TokenCredential echo =
        request -> Mono.just(new AccessToken(String.join(" ", request.getScopes()), EXPIRY));
    OAuthBearerTokenCallback callback = handled(echo);
    assertThat(callback.token().value(), is("https://contoso.servicebus.windows.net/.default"));
    assertThat(callback.token().lifetimeMs(), is(EXPIRY.toInstant().toEpochMilli()));
  }

  @Test
  void doesNotShowTheToken() throws Exception {
    OAuthBearerTokenCallback callback =
        handled(request -> Mono.just(new AccessToken("secret", EXPIRY)));
    assertThat(callback.token().toString(), not(containsString("secret")));
  }

  @Test
  void saysWhyThereIsNoToken() throws Exception {
    OAuthBearerTokenCallback callback =
        handled(
            request ->
                Mono.error(new ClientAuthenticationException("nobody is signed in\nmore", null)));
    assertThat(callback.token(), is(nullValue()));
    assertThat(callback.errorDescription(), containsString("nobody is signed in"));
  }

  @Test
  void refusesToAnswerWhatItIsNotFor() {
    EventHubsAccessTokenHandler handler = handler(request -> Mono.empty());
    assertThrows(
        UnsupportedCallbackException.class,
        () -> handler.handle(new Callback[] {new NameCallback("user")}));
  }

  private static OAuthBearerTokenCallback handled(TokenCredential credential) throws Exception {
    OAuthBearerTokenCallback callback = new OAuthBearerTokenCallback();
    handler(credential).handle(new Callback[] {callback});
    return callback;
  }

  private static EventHubsAccessTokenHandler handler(TokenCredential credential) {
    EventHubsAccessTokenHandler handler = new EventHubsAccessTokenHandler(credential);
    handler.configure(
        Map.of("bootstrap.servers", List.of("contoso.servicebus.windows.net:9093")),
        "OAUTHBEARER",
        List.of());
    return handler;
  }
}
