package dev.byoml.transforms.azure;

import static java.util.Objects.requireNonNull;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob that one process at a time holds, and that the store lets go when that process is no more.
 *
 * @see <a href="https://learn.microsoft.com/rest/api/storageservices/lease-blob">Lease Blob</a>
 */
public final class BlobLease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlobLease.class);

  /** A lease that is not renewed ends after this time; 15 to 60 seconds can be asked for. */
  private static final Duration LENGTH = Duration.ofSeconds(30);

  private static final Duration RENEWAL = Duration.ofSeconds(8);
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;

  private final BlobClient blob;
  private final BlobLeaseClient lease;
  private final ScheduledExecutorService renewal;

  private BlobLease(BlobClient blob, BlobLeaseClient lease) {
    this.blob = blob;
    this.lease = lease;
    this.renewal =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "byoml-blob-lease");
              thread.setDaemon(true);
              return thread;
            });
    renewal.scheduleWithFixedDelay(
        this::renew, RENEWAL.toMillis(), RENEWAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Takes hold of a blob, which is made if it is missing.
   *
   * @param path of the blob
   * @param options of a run, as for {@link BlobClients#of}
   * @param content what the blob says of its holder
   * @return nothing if another process holds it
   * @throws IOException if the store refuses
   */
  public static Optional<BlobLease> take(String path, PipelineOptions options, String content)
      throws IOException {
    BlobPath parts = BlobPath.parse(requireNonNull(path, "path"));
    BlobClient blob =
        BlobClients.of(options)
            .getBlobContainerClient(parts.container())
            .getBlobClient(parts.name());
    try {
      makeIfMissing(blob, content);
      BlobLeaseClient lease = new BlobLeaseClientBuilder().blobClient(blob).buildClient();
      lease.acquireLease((int) LENGTH.toSeconds());
      BlobLease held = new BlobLease(blob, lease);
      held.write(content);
      return Optional.of(held);
    } catch (BlobStorageException e) {
      if (e.getStatusCode() == CONFLICT) {
        return Optional.empty();
      }
      throw new IOException(BlobFailures.describe(e), e);
    }
  }

  private static void makeIfMissing(BlobClient blob, String content) {
    try {
      blob.upload(bytes(content), false);
    } catch (BlobStorageException e) {
      boolean isThere = e.getStatusCode() == CONFLICT || e.getStatusCode() == PRECONDITION_FAILED;
      if (!isThere) {
        throw e;
      }
    }
  }

  private void write(String content) {
    blob.uploadWithResponse(
        new BlobParallelUploadOptions(bytes(content)).setRequestConditions(conditions()),
        null,
        Context.NONE);
  }

  private static BinaryData bytes(String content) {
    return BinaryData.fromBytes(content.getBytes(StandardCharsets.UTF_8));
  }

  private BlobRequestConditions conditions() {
    return new BlobRequestConditions().setLeaseId(lease.getLeaseId());
  }

  private void renew() {
    try {
      lease.renewLease();
    } catch (RuntimeException e) {
      LOG.warn("The lease of {} was not renewed: {}", blob.getBlobName(), describe(e));
    }
  }

  /** Lets go of the blob and deletes it. */
  @Override
  public void close() {
    renewal.shutdownNow();
    try {
      blob.deleteIfExistsWithResponse(
          DeleteSnapshotsOptionType.INCLUDE, conditions(), null, Context.NONE);
    } catch (RuntimeException e) {
      LOG.warn("{} was not deleted: {}", blob.getBlobName(), describe(e));
    }
  }

  private static String describe(RuntimeException e) {
    return BlobFailures.find(e).orElse(e.getClass().getSimpleName());
  }
}
