package dev.byoml.transforms.source.list;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How an input is spread over the workers of a run. */
public interface ReadingOptions extends PipelineOptions {
  /** The number of bundles in which an input is read. */
  @Description(
      "In so many bundles the input is read, so by so many cores at most: more for a larger"
          + " cluster. On the DirectRunner twice its --targetParallelism is the default, because"
          + " it copies what bundles add up as often as there are bundles.")
  @Default.Integer(32)
  int getReaders();

  /** Sets the number of bundles. */
  void setReaders(int value);
}
