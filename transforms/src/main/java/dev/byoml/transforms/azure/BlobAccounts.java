package dev.byoml.transforms.azure;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The storage accounts that the {@code azfs://account/container/path} of a run name. Beam's Azure
 * file system takes no notice of the account in a path: it sends every request to one endpoint. So
 * a pipeline says beforehand which containers it uses:
 *
 * <pre>{@code
 * BlobAccounts.named(List.of(input, output)).applyTo(options);
 * FileSystems.setDefaultPipelineOptions(options);
 * }</pre>
 */
public final class BlobAccounts {
  private static final Pattern PATH = Pattern.compile("azfs://([^/]*)(?:/([^/]*))?");
  private static final Pattern ACCOUNT = Pattern.compile("[a-z0-9]{3,24}");
  private static final Pattern CONTAINER = Pattern.compile("[$a-z0-9][-a-z0-9]{1,62}");

  private final SortedMap<String, String> accountOfContainer;

  private BlobAccounts(Map<String, String> accountOfContainer) {
    this.accountOfContainer = Collections.unmodifiableSortedMap(new TreeMap<>(accountOfContainer));
  }

  /**
   * The accounts and containers that texts name.
   *
   * @param texts paths, or anything that may hold one; others than of {@code azfs://} are passed
   *     over
   * @throws IllegalArgumentException if a path has no account or no container, or if two accounts
   *     have a container of the same name; the message is one line that says what to do
   */
  public static BlobAccounts named(Collection<String> texts) {
    Map<String, String> found = new TreeMap<>();
    for (String text : texts) {
      Matcher path = PATH.matcher(text);
      while (path.find()) {
        String account = path.group(1);
        String container = path.group(2) == null ? "" : path.group(2);
        if (!ACCOUNT.matcher(account).matches() || !CONTAINER.matcher(container).matches()) {
          throw new IllegalArgumentException(
              ("%s is not the path of a blob: write azfs://account/container/path with the name of"
                      + " the storage account alone, in lower case")
                  .formatted(path.group()));
        }
        String other = found.putIfAbsent(container, account);
        if (other != null && !other.equals(account)) {
          throw new IllegalArgumentException(
              ("one run cannot use a container of the same name in two storage accounts: %s is in"
                      + " %s and in %s")
                  .formatted(container, other, account));
        }
      }
    }
    return new BlobAccounts(found);
  }

  /** What {@link #applyTo} left in the options of a run. */
  static BlobAccounts of(PipelineOptions options) {
    Map<String, String> accounts = options.as(BlobAccountOptions.class).getAccountOfContainer();
    return new BlobAccounts(accounts == null ? Map.of() : accounts);
  }

  /**
   * Lets Beam's Azure file system use these accounts, on every worker, with the credentials of the
   * environment. A client factory that was chosen before stays.
   *
   * @see EnvironmentBlobClientFactory
   */
  public void applyTo(PipelineOptions options) {
    options.as(BlobAccountOptions.class).setAccountOfContainer(accountOfContainer);
    BlobstoreOptions blobs = options.as(BlobstoreOptions.class);
    if (!EnvironmentBlobClientFactory.class.isAssignableFrom(
        blobs.getBlobstoreClientFactoryClass())) {
      blobs.setBlobstoreClientFactoryClass(EnvironmentBlobClientFactory.class);
    }
  }

  /** The names of the accounts, in order. */
  SortedSet<String> names() {
    return new TreeSet<>(accountOfContainer.values());
  }

  /** The account of each container, by the container's name. */
  SortedMap<String, String> byContainer() {
    return accountOfContainer;
  }
}
