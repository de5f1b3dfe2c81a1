package dev.byoml.pipelines.names;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Which accounts are computers. */
public interface ComputerOptions extends PipelineOptions {
  /** Which computers there are. */
  @Description(
      "File of the names of computers, a line each, or auto, which reads the input twice and takes"
          + " every computer that wrote an event. Then an account X$ is left out only if there is a"
          + " computer X; others are managed service accounts, which are scored. The model keeps"
          + " them. Default: every account that ends in $ is a computer's.")
  String getComputers();

  /** Sets which computers there are. */
  void setComputers(String value);
}
