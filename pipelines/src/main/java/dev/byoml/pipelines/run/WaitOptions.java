package dev.byoml.pipelines.run;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** Whether a command stays until its run has ended. */
public interface WaitOptions extends PipelineOptions {
  /** Whether the command waits for the end of its run. */
  @Description(
      "With false, hands the run to the cluster of --flinkMaster, prints the address of its job and"
          + " ends: for schedulers that look after jobs themselves. Numbers that are printed at the"
          + " end, and the row of the run for Log Analytics, are then left out.")
  @Default.Boolean(true)
  boolean getWait();

  /** Sets whether the command waits. */
  void setWait(boolean value);
}
