package dev.byoml.pipelines.loganalytics;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** Gives numbered tokens that live as long as they are told. */
final class TestTokens implements TokenCredential {
  private static final AtomicInteger GIVEN = new AtomicInteger();

  private final Duration lifetime;

  private TestTokens(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** Gives {@link IngestionEndpoint#TOKEN}. */
  static TokenCredential constant() {
    return new TokenCredential() {
      @Override
      public Mono<AccessToken> getToken(TokenRequestContext request) {
        return Mono.just(
            new AccessToken(IngestionEndpoint.TOKEN, OffsetDateTime.now().plusHours(1)));
      }
    };
  }

  /** Gives {@code token-0}, {@code token-1} … since the last {@link #restart}. */
  static TokenCredential livingFor(Duration lifetime) {
    return new TestTokens(lifetime);
  }

  /** Begins again with {@code token-0}. */
  static void restart() {
    GIVEN.set(0);
  }

  /** Number of tokens given since the last {@link #restart}. */
  static int given() {
    return GIVEN.get();
  }

  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return Mono.fromSupplier(
        () ->
            new AccessToken(
                "token-" + GIVEN.getAndIncrement(), OffsetDateTime.now().plus(lifetime)));
  }
}
