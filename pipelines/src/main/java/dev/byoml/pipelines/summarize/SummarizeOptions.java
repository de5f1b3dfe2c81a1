package dev.byoml.pipelines.summarize;

import dev.byoml.pipelines.run.InputOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml summarize}. */
public interface SummarizeOptions extends InputOptions, RetentionOptions {
  /** How events are read. */
  @Description(InputOptions.TEMPLATE + " Default: file-share-access.")
  String getTemplate();

  /** Sets how events are read. */
  void setTemplate(String value);

  /** Folder of the summaries. */
  @Description("Folder that takes the windows of summaries, beside those that it holds.")
  @Validation.Required
  String getOutput();

  /** Sets the folder of the summaries. */
  void setOutput(String value);

  /** How long a window is. */
  @Description(
      "How long a window is: 1h or 1d. --from and --to stand at whole hours or days in UTC. Default:"
          + " 1h.")
  String getWindow();

  /** Sets how long a window is. */
  void setWindow(String value);

  /** Whether windows are read again whose blobs have grown. */
  @Description(
      "Whether windows that are there are read again where blobs of theirs have grown or been added"
          + " since, or the template has changed. Default: false, windows that are there stay.")
  Boolean getRefresh();

  /** Sets whether windows are read again whose blobs have grown. */
  void setRefresh(Boolean value);
}
