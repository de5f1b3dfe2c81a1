package dev.byoml.pipelines.cli;

import dev.byoml.transforms.azure.BlobAccounts;
import dev.byoml.transforms.azure.EnvironmentBlobClientFactory;
import java.util.List;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.InstanceBuilder;

/** Prepares a run for the blobs that its options name. */
final class BlobStorage {
  private BlobStorage() {}

  /**
   * Tells the run which storage accounts it uses, and checks that the credentials in the
   * environment are for these.
   *
   * @throws UsageException if a path is no path of a blob, or if the credentials are for others
   */
  static void prepare(PipelineOptions options, String... arguments) {
    try {
      BlobAccounts.named(List.of(arguments)).applyTo(options);
      BlobstoreOptions blobs = options.as(BlobstoreOptions.class);
      InstanceBuilder.ofType(EnvironmentBlobClientFactory.class)
          .fromClass(blobs.getBlobstoreClientFactoryClass())
          .build()
          .createBuilder(blobs);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
