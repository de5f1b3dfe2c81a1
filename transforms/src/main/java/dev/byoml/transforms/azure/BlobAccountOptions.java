package dev.byoml.transforms.azure;

import java.util.Map;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;

/** Tells the workers of a run in which storage accounts its blobs are. */
@Hidden
public interface BlobAccountOptions extends BlobstoreOptions {
  /** The account of each container, by the container's name. */
  @Description(
      "The storage account of each container that the run reads or writes; taken from the paths.")
  Map<String, String> getAccountOfContainer();

  /** Sets the account of each container. */
  void setAccountOfContainer(Map<String, String> value);
}
