package dev.byoml.transforms.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Signs in to Azure with what a machine has: a ready access token in the environment variable
 * {@code BYOML_ACCESS_TOKEN}, if it is one for the service that is called, or else the default
 * chain of {@code azure-identity} (environment, workload identity, managed identity, Azure CLI and
 * others). Each worker asks its own environment, so no secret travels with a pipeline.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/developer/java/sdk/authentication/credential-chains">Credential
 *     chains</a>
 */
public final class AzureSignIn implements TokenCredential {
  /** The environment variable of a ready access token. */
  public static final String ACCESS_TOKEN = "BYOML_ACCESS_TOKEN";

  private final Optional<ReadyToken> ready;
  private final Supplier<TokenCredential> makeChain;
  private TokenCredential chain;

  private AzureSignIn(Optional<ReadyToken> ready, Supplier<TokenCredential> makeChain) {
    this.ready = ready;
    this.makeChain = requireNonNull(makeChain, "makeChain");
  }

  /** The credential of this machine. */
  public static AzureSignIn ofThisMachine() {
    return of(System.getenv());
  }

  /** The credential of an environment, by the system's clock. */
  static AzureSignIn of(Map<String, String> environment) {
    return of(environment, Clock.systemUTC(), () -> new DefaultAzureCredentialBuilder().build());
  }

  /**
   * The credential of an environment.
   *
   * @param environment variables and their values
   * @param clock gives the time by which a ready token has expired or not
   * @param chain makes the credential that is used where no ready token fits
   */
  static AzureSignIn of(
      Map<String, String> environment, Clock clock, Supplier<TokenCredential> chain) {
    return new AzureSignIn(
        Optional.ofNullable(environment.get(ACCESS_TOKEN))
            .filter(token -> !token.isBlank())
            .map(token -> new ReadyToken(token.strip(), clock)),
        chain);
  }

  /** An access token for what {@code request} asks for. */
  @Override
  public Mono<AccessToken> getToken(TokenRequestContext request) {
    return isReadyFor(request) ? Mono.fromSupplier(ready.get()::token) : chain().getToken(request);
  }

  /** An access token for what {@code request} asks for, waiting for it. */
  @Override
  public AccessToken getTokenSync(TokenRequestContext request) {
    return isReadyFor(request) ? ready.get().token() : chain().getTokenSync(request);
  }

  private boolean isReadyFor(TokenRequestContext request) {
    return ready.isPresent() && ready.get().serves(request);
  }

  private synchronized TokenCredential chain() {
    if (chain == null) {
      chain = makeChain.get();
    }
    return chain;
  }
}
