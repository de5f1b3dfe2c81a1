package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class AzureSignInTest {
  private static final Instant NOW = Instant.parse("2026-03-31T08:00:00Z");
  private static final String STORAGE = "https://storage.azure.com/.default";

  @ParameterizedTest
  @CsvSource({
    "https://storage.azure.com, https://storage.azure.com/.default",
    "https://storage.azure.com/, https://storage.azure.com/.default",
    "https://export.blob.core.windows.net, https://storage.azure.com/.default",
    "https://monitor.azure.com, https://monitor.azure.com//.default",
    "e406a681-f3d4-42a8-90b6-c2b029497af1, https://storage.azure.com/.default",
  })
  void usesTheReadyTokenForItsService(String audience, String scope) {
    String token = token(audience);

    assertThat(tokenFor(token, scope), is(token));
  }

  @Test
  void usesAReadyTokenThatSaysNothing() {
    assertThat(
        signIn("opaque").getToken(new TokenRequestContext().addScopes(STORAGE)).block().getToken(),
        is("opaque"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://monitor.azure.com, https://storage.azure.com/.default",
    "https://storage.azure.com, https://monitor.azure.com//.default",
  })
  void keepsTheReadyTokenFromAnotherService(String audience, String scope) {
    assertThat(tokenFor(token(audience), scope), is("of the chain"));
  }

  @Test
  void asksTheChainWithoutAReadyToken() {
    assertThat(tokenFor(" ", STORAGE), is("of the chain"));
  }

  @Test
  void refusesATokenThatHasExpired() {
    ClientAuthenticationException e =
        assertThrows(
            ClientAuthenticationException.class,
            () -> tokenFor(jwt("{\"exp\":1772359200}"), STORAGE));

    assertThat(e.getMessage(), startsWith("BYOML_ACCESS_TOKEN expired at 2026-03-01T10:00:00Z"));
  }

  @Test
  void doesNotRepeatWhatIsNoToken() {
    ClientAuthenticationException e =
        assertThrows(ClientAuthenticationException.class, () -> tokenFor("two words", STORAGE));

    assertThat(e.getMessage(), not(containsString("words")));
  }

  private static String tokenFor(String ready, String scope) {
    return signIn(ready).getTokenSync(new TokenRequestContext().addScopes(scope)).getToken();
  }

  private static AzureSignIn signIn(String token) {
    TokenCredential chain =
        request -> Mono.just(new AccessToken("of the chain", NOW.atOffset(ZoneOffset.UTC)));
    return AzureSignIn.of(
        Map.of("BYOML_ACCESS_TOKEN", token), Clock.fixed(NOW, ZoneOffset.UTC), () -> chain);
  }

  private static String token(String audience) {
    return jwt("{\"aud\":\"" + audience + "\"}");
  }

  private static String jwt(String claims) {
    return part("{\"alg\":\"none\"}") + "." + part(claims) + ".x";
  }

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
