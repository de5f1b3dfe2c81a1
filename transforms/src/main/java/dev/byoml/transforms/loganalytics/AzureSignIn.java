package dev.byoml.transforms.loganalytics;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;

/**
 * Signs in to Azure with what a machine has: a ready access token in the environment variable
 * {@code BYOML_ACCESS_TOKEN}, or else the default chain of {@code azure-identity} (environment,
 * workload identity, managed identity, Azure CLI and others). Each worker asks its own environment,
 * so no secret travels with a pipeline.
 */
public final class AzureSignIn {
  /** The environment variable of a ready access token. */
  public static final String ACCESS_TOKEN = "BYOML_ACCESS_TOKEN";

  private AzureSignIn() {}

  /** The credential of this machine. */
  public static TokenCredential ofThisMachine() {
    return of(System.getenv(), Clock.systemUTC());
  }

  /** The credential of an environment. */
  static TokenCredential of(Map<String, String> environment, Clock clock) {
    String token = environment.get(ACCESS_TOKEN);
    return token == null || token.isBlank()
        ? new DefaultAzureCredentialBuilder().build()
        : new ReadyToken(token.strip(), clock);
  }

  /** A token that somebody else fetched and that cannot be renewed. */
  private static final class ReadyToken implements TokenCredential {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What may follow {@code Bearer} (RFC 6750, 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final String token;
    private final Clock clock;
    private final Optional<Instant> expiry;

    ReadyToken(String token, Clock clock) {
      this.token = requireNonNull(token, "token");
      this.clock = clock;
      this.expiry = expiryOf(token);
    }

    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return Mono.fromSupplier(() -> getTokenSync(request));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      if (!TOKEN.matcher(token).matches()) {
        throw new ClientAuthenticationException(
            ACCESS_TOKEN + " holds something that is no access token", null);
      }
      Instant now = clock.instant();
      if (expiry.isPresent() && !now.isBefore(expiry.get())) {
        throw new ClientAuthenticationException(
            "%s expired at %s; fetch a new one".formatted(ACCESS_TOKEN, expiry.get()), null);
      }
      OffsetDateTime until = expiry.orElseGet(() -> now.plusSeconds(3600)).atOffset(ZoneOffset.UTC);
      return new AccessToken(token, until);
    }

    /** The {@code exp} claim of a JSON Web Token (RFC 7519, 4.1.4), if the token is one. */
    private static Optional<Instant> expiryOf(String token) {
      String[] parts = token.split("\\.", -1);
      if (parts.length != 3) {
        return Optional.empty();
      }
      try {
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        JsonNode expiry = claims.path("exp");
        return expiry.isNumber()
            ? Optional.of(Instant.ofEpochSecond(expiry.asLong()))
            : Optional.empty();
      } catch (IllegalArgumentException | IOException e) {
        return Optional.empty();
      }
    }
  }
}
