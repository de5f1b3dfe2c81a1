package dev.byoml.transforms.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.storage.blob.models.BlobStorageException;
import dev.byoml.transforms.text.Texts;
import java.net.URL;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;

/** Says in one line why Azure Blob Storage did not do what it was asked. */
public final class BlobFailures {
  private static final String CREDENTIALS =
      "check the credentials in the environment and the roles Storage Blob Data Reader or"
          + " Contributor";

  private BlobFailures() {}

  /**
   * What went wrong, if it went wrong in Azure Blob Storage or on signing in to it.
   *
   * @param failure a failure, or what a runner wrapped it in
   * @return one line without secrets that names the blob or the container; empty for a failure of
   *     another kind
   */
  public static Optional<String> find(Throwable failure) {
    for (Throwable t : ExceptionUtils.getThrowableList(failure)) {
      if (t instanceof BlobStorageException e) {
        return Optional.of(describe(e));
      }
      if (t instanceof ClientAuthenticationException e) {
        return Optional.of(
            ("cannot sign in to Azure: %s Run az login, or set AZURE_STORAGE_KEY or another"
                    + " credential in the environment.")
                .formatted(Texts.firstLine(e).replaceAll("[^.]$", "$0.")));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether it is of no use to try again: the blob is not there, or the credentials do not open it.
   */
  public static boolean isFinal(Throwable failure) {
    for (Throwable t : ExceptionUtils.getThrowableList(failure)) {
      if (t instanceof BlobStorageException e) {
        int status = e.getStatusCode();
        return status == 401 || status == 403 || status == 404;
      }
      if (t instanceof ClientAuthenticationException) {
        return true;
      }
    }
    return false;
  }

  /** What the service answered to which address, and what to do. */
  public static String describe(BlobStorageException failure) {
    String code = String.valueOf(failure.getErrorCode());
    return "%s: %s (HTTP %d %s)"
        .formatted(
            address(failure), reason(failure.getStatusCode(), code), failure.getStatusCode(), code);
  }

  private static String reason(int status, String code) {
    return switch (status) {
      case 401, 403 -> "access denied; " + CREDENTIALS;
      case 404 ->
          code.equals("ContainerNotFound") ? "there is no such container" : "there is no such blob";
      case 409 -> "the blob is in use or of another kind";
      case 412 -> "the blob was changed while it was read";
      default -> "the storage service failed";
    };
  }

  /** The address without its query, which may hold a signature. */
  private static String address(BlobStorageException failure) {
    if (failure.getResponse() == null || failure.getResponse().getRequest() == null) {
      return "the blob";
    }
    URL url = failure.getResponse().getRequest().getUrl();
    return url.getProtocol() + "://" + url.getAuthority() + url.getPath();
  }
}
