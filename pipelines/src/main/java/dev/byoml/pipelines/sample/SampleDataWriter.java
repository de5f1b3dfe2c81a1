package dev.byoml.pipelines.sample;

import dev.byoml.model.sample.SampleDataParameters;
import java.io.IOException;

/** Writes sample data as a Log Analytics export tree with its ground truth beside it. */
public final class SampleDataWriter {
  private SampleDataWriter() {}

  /**
   * Writes the export tree {@code am-securityevent/}, then {@code labels.tsv}, {@code counts.json}
   * and, last, {@code sample.json} into a folder.
   *
   * @param parameters how much to write
   * @param output the folder, anything that Beam's file systems write; it is made where it does not
   *     exist
   * @param progress is told of each finished day
   * @return what was written
   * @throws IllegalArgumentException of one line if the folder already holds sample data
   * @throws IOException if the folder cannot be written
   */
  public static SampleDataSummary write(
      SampleDataParameters parameters, String output, SampleDataProgress progress)
      throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }
}
