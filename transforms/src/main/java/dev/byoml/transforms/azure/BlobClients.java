package dev.byoml.transforms.azure;

import com.azure.storage.blob.BlobServiceClient;
import org.apache.beam.sdk.io.azure.options.BlobstoreClientBuilderFactory;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.InstanceBuilder;

/** Clients of Azure Blob Storage for what Beam's Azure file system does not do. */
public final class BlobClients {
  private BlobClients() {}

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
