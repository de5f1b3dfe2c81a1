package dev.byoml.transforms.azure;

import static java.util.Objects.requireNonNull;

import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.azure.options.BlobstoreClientBuilderFactory;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;

/**
 * Makes the client of Beam's Azure file system with credentials of the environment, never of an
 * option: options travel to the workers and are shown by a runner's web pages. The first that is
 * there counts:
 *
 * <ol>
 *   <li>{@code AZURE_STORAGE_CONNECTION_STRING}, which also names the account and its endpoint;
 *   <li>{@code AZURE_STORAGE_KEY}, a key of the account that the paths name;
 *   <li>{@code AZURE_STORAGE_SAS_TOKEN}, a shared access signature for that account;
 *   <li>a sign-in, as {@link AzureSignIn} finds it.
 * </ol>
 *
 * <p>The first three belong to one account. Signed in, a run may use several, see {@link
 * BlobAccounts}. Each worker reads its own environment.
 *
 * <p>An account is reached at {@code https://ACCOUNT.blob.core.windows.net}, or at the endpoint
 * that the connection string or Beam's option {@code blobServiceEndpoint} names; in that option
 * {@code {account}} stands for the name of the account.
 */
public class EnvironmentBlobClientFactory implements BlobstoreClientBuilderFactory {
  /** Variable with the connection string of a storage account. */
  public static final String CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING";

  /** Variable with a key of a storage account. */
  public static final String KEY = "AZURE_STORAGE_KEY";

  /** Variable with a shared access signature, with or without the question mark before it. */
  public static final String SAS_TOKEN = "AZURE_STORAGE_SAS_TOKEN";

  private static final Pattern ACCOUNT_NAME =
      Pattern.compile("(?:^|;)\\s*AccountName=([^;]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern ACCOUNT_KEY =
      Pattern.compile("(?:^|;)\\s*AccountKey=([^;]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SIGNATURE_IN_STRING =
      Pattern.compile("(?:^|;)\\s*SharedAccessSignature=([^;]*)", Pattern.CASE_INSENSITIVE);

  /** What a URL may hold after its question mark (RFC 3986, 3.4), as names and values. */
  private static final Pattern SIGNATURE =
      Pattern.compile("\\??[A-Za-z]+=[-\\w.~:/,+=%@!]*(?:&[A-Za-z]+=[-\\w.~:/,+=%@!]*)*");

  private static final String ACCOUNT_PLACEHOLDER = "{account}";
  private static final String PUBLIC_CLOUD =
      "https://" + ACCOUNT_PLACEHOLDER + ".blob.core.windows.net";

  private static final RequestRetryOptions RETRIES =
      new RequestRetryOptions(
          RetryPolicyType.EXPONENTIAL,
          5,
          null,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          null);

  private final Map<String, String> environment;

  /** A factory with the environment of this process. */
  public EnvironmentBlobClientFactory() {
    this(System.getenv());
  }

  /**
   * A factory with another environment.
   *
   * @param environment variables and their values
   */
  protected EnvironmentBlobClientFactory(Map<String, String> environment) {
    this.environment = requireNonNull(environment, "environment");
  }

  /**
   * Prepares the client. Neither a sign-in nor a request is made before it is used.
   *
   * @param options of a run, with the accounts that {@link BlobAccounts#applyTo} left in them
   * @throws IllegalArgumentException if the credentials of the environment are not those of the
   *     accounts; the message is one line without any secret
   */
  @Override
  public BlobServiceClientBuilder createBuilder(BlobstoreOptions options) {
    BlobServiceClientBuilder builder = new BlobServiceClientBuilder();
    BlobAccounts accounts = BlobAccounts.of(options);
    if (accounts.names().isEmpty()) {
      // A run on local files: nothing of this is needed, and loading it takes a while.
      return builder;
    }
    builder.retryOptions(retries()).addPolicy(new BufferErrorAnswers());
    Optional<String> connectionString = variable(CONNECTION_STRING);
    if (connectionString.isPresent()) {
      requireSameAccount(connectionString.get(), onlyAccount(accounts, CONNECTION_STRING));
      return withConnectionString(builder, connectionString.get());
    }
    Optional<String> key = variable(KEY);
    if (key.isPresent()) {
      String account = onlyAccount(accounts, KEY);
      requireKey(KEY, key.get());
      return builder
          .endpoint(endpoint(options, account))
          .credential(new StorageSharedKeyCredential(account, key.get()));
    }
    Optional<String> sas = variable(SAS_TOKEN);
    if (sas.isPresent()) {
      requireSignature(SAS_TOKEN, sas.get());
      return builder
          .endpoint(endpoint(options, onlyAccount(accounts, SAS_TOKEN)))
          .sasToken(sas.get().startsWith("?") ? sas.get().substring(1) : sas.get());
    }
    String endpoint = endpoint(options, accounts.names().first());
    Map<String, String> endpoints = new TreeMap<>(accounts.byContainer());
    endpoints.replaceAll((container, account) -> endpoint(options, account));
    return builder
        .endpoint(endpoint)
        .addPolicy(new RouteToAccounts(endpoint, endpoints))
        .credential(AzureSignIn.of(environment));
  }

  /** How often and how soon a request is tried again that failed. */
  protected RequestRetryOptions retries() {
    return RETRIES;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static String onlyAccount(BlobAccounts accounts, String credential) {
    SortedSet<String> names = accounts.names();
    if (names.size() > 1) {
      throw new IllegalArgumentException(
          "the paths name the storage accounts %s, but %s is for one account"
              .formatted(String.join(" and ", names), credential));
    }
    return names.first();
  }

  private static void requireSameAccount(String connectionString, String account) {
    Matcher name = ACCOUNT_NAME.matcher(connectionString);
    if (name.find() && !name.group(1).strip().equals(account)) {
      String other = name.group(1).strip();
      throw new IllegalArgumentException(
          "the paths name the storage account %s, but %s is for %s"
              .formatted(
                  account,
                  CONNECTION_STRING,
                  PLAIN_NAME.matcher(other).matches() ? other : "another one"));
    }
  }

  /** Checked here, since the client quotes what it cannot use in what it says of that. */
  private static void requireKey(String variable, String key) {
    try {
      if (Base64.getDecoder().decode(key).length > 0) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // The same answer as for an empty one.
    }
    throw new IllegalArgumentException(
        variable + " has no key of a storage account: a key is Base64, without quotes or blanks");
  }

  private static void requireSignature(String variable, String signature) {
    boolean isWhole =
        SIGNATURE.matcher(signature).matches()
            && Stream.of(signature.split("[?&]")).anyMatch(part -> part.matches("sig=.+"));
    if (!isWhole) {
      throw new IllegalArgumentException(
          variable
              + " has no shared access signature: one is written sv=…&sig=…, without quotes, blanks"
              + " or line breaks");
    }
  }

  private static BlobServiceClientBuilder withConnectionString(
      BlobServiceClientBuilder builder, String connectionString) {
    Matcher key = ACCOUNT_KEY.matcher(connectionString);
    if (key.find()) {
      requireKey(CONNECTION_STRING, key.group(1).strip());
    }
    Matcher signature = SIGNATURE_IN_STRING.matcher(connectionString);
    if (signature.find()) {
      requireSignature(CONNECTION_STRING, signature.group(1).strip());
    }
    try {
      return builder.connectionString(connectionString);
    } catch (RuntimeException e) {
      // The reason may quote the connection string.
      throw new IllegalArgumentException(
          CONNECTION_STRING + " is not a connection string of a storage account");
    }
  }

  private static String endpoint(BlobstoreOptions options, String account) {
    String endpoint = options.getBlobServiceEndpoint();
    return (endpoint == null ? PUBLIC_CLOUD : endpoint)
        .replace(ACCOUNT_PLACEHOLDER, account)
        .replaceAll("/+$", "");
  }
}
