package dev.byoml.pipelines.share;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml install}. */
public interface InstallOptions extends PipelineOptions {
  /** The package that is installed. */
  @Description("Package that is installed: a local zip archive that package wrote.")
  @Validation.Required
  String getArchive();

  /** Sets the package that is installed. */
  void setArchive(String value);

  /** What the archive's digest must be. */
  @Description(
      "Digest that the archive must have, sha256: and 64 hexadecimal digits, as package printed it."
          + " Get it from whoever made the package, by another way than the package.")
  String getDigest();

  /** Sets what the archive's digest must be. */
  void setDigest(String value);

  /** The folder that is made. */
  @Description("Local folder that is made; there must be nothing of that name.")
  @Validation.Required
  String getOutput();

  /** Sets the folder that is made. */
  void setOutput(String value);
}
