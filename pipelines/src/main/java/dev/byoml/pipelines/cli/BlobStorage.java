package dev.byoml.pipelines.cli;

import dev.byoml.transforms.azure.BlobAccounts;
import dev.byoml.transforms.azure.EnvironmentBlobClientFactory;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.InstanceBuilder;

/** Prepares a run, or this process, for the blobs that are named. */
public final class BlobStorage {
  private BlobStorage() {}

  /**
   * Prepares this process to read a path outside of any run.
   *
   * @param name what the path is of, for the message
   * @param path as a person writes it
   * @return the path as Beam writes it
   * @throws UsageException if it is not a path, or if the credentials in the environment are for
   *     another
   */
  public static String use(String name, String path) {
    String understood = PathForms.understood(name, path);
    PipelineOptions options = PipelineOptionsFactory.create();
    prepare(options, understood);
    FileSystems.setDefaultPipelineOptions(options);
    PathForms.checkScheme(name, understood);
    return understood;
  }

  /**
   * Tells the run which storage accounts it uses, and checks that the credentials in the
   * environment are for these.
   *
   * @throws UsageException if a path is not a path of a blob, or if the credentials are for others
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
