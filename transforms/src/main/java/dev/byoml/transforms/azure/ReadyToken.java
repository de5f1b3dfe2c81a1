package dev.byoml.transforms.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** An access token that somebody else fetched and that cannot be renewed. */
final class ReadyToken {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What may follow {@code Bearer} (RFC 6750, 2.1). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final int ONE_HOUR = 3600;

  private final String token;
  private final Clock clock;
  private final Optional<Instant> expiry;
  private final Optional<String> audience;

  ReadyToken(String token, Clock clock) {
    this.token = requireNonNull(token, "token");
    this.clock = requireNonNull(clock, "clock");
    JsonNode claims = claimsOf(token);
    JsonNode expires = claims.path("exp");
    this.expiry =
        expires.isNumber()
            ? Optional.of(Instant.ofEpochSecond(expires.asLong()))
            : Optional.empty();
    this.audience = hostOf(claims.path("aud").asText());
  }

  /**
   * Whether the token is for the service that is asked, or does not say for which. One for a
   * storage account is for the storage of Azure as far as is known before it is used.
   */
  boolean serves(TokenRequestContext request) {
    return audience.isEmpty()
        || request.getScopes().stream()
            .map(ReadyToken::hostOf)
            .flatMap(Optional::stream)
            .anyMatch(
                host ->
                    host.equals(audience.get())
                        || (host.startsWith("storage.") && audience.get().contains(".blob.")));
  }

  /**
   * The token.
   *
   * @throws ClientAuthenticationException if it is not a token or has expired; the message does not
   *     repeat it
   */
  AccessToken token() {
    if (!TOKEN.matcher(token).matches()) {
      throw new ClientAuthenticationException(
          AzureSignIn.ACCESS_TOKEN + " holds something that is not an access token", null);
    }
    Instant now = clock.instant();
    if (expiry.isPresent() && !now.isBefore(expiry.get())) {
      throw new ClientAuthenticationException(
          "%s expired at %s; fetch a new one".formatted(AzureSignIn.ACCESS_TOKEN, expiry.get()),
          null);
    }
    return new AccessToken(
        token, expiry.orElseGet(() -> now.plusSeconds(ONE_HOUR)).atOffset(ZoneOffset.UTC));
  }

  /** The claims of a JSON Web Token (RFC 7519), if the token is one. */
  private static JsonNode claimsOf(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IllegalArgumentException | IOException e) {
      return MissingNode.getInstance();
    }
  }

  private static Optional<String> hostOf(String url) {
    try {
      return Optional.ofNullable(URI.create(url).getHost());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
