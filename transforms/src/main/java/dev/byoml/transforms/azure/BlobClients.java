package dev.byoml.transforms.azure;

import com.azure.storage.blob.BlobServiceClient;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.io.azure.options.BlobstoreClientBuilderFactory;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.InstanceBuilder;

/** Clients of Azure Blob Storage for what Beam's Azure file system does not do, or not well. */
public final class BlobClients {
  private static final AtomicReference<Shared> SHARED = new AtomicReference<>();

  private record Shared(long optionsId, BlobServiceClient client) {}

  private BlobClients() {}

  /**
   * The client that all threads of this machine share which work with the same options.
   *
   * @param options of a run, as for {@link #of}
   */
  static BlobServiceClient shared(PipelineOptions options) {
    return SHARED
        .updateAndGet(
            before ->
                before != null && before.optionsId() == options.getOptionsId()
                    ? before
                    : new Shared(options.getOptionsId(), of(options)))
        .client();
  }

  /**
   * A client like the one of Beam's Azure file system.
   *
   * @param options of a run, with the client factory that {@link BlobAccounts#applyTo} left there
   */
  public static BlobServiceClient of(PipelineOptions options) {
    BlobstoreOptions blobs = options.as(BlobstoreOptions.class);
    return InstanceBuilder.ofType(BlobstoreClientBuilderFactory.class)
        .fromClass(blobs.getBlobstoreClientFactoryClass())
        .build()
        .createBuilder(blobs)
        .buildClient();
  }
}
