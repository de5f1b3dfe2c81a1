package dev.byoml.pipelines.watch;

import dev.byoml.pipelines.run.EnrichmentOptions;
import dev.byoml.pipelines.run.InputOptions;
import dev.byoml.pipelines.run.ModelOptions;
import dev.byoml.pipelines.score.IngestionOptions;
import dev.byoml.pipelines.score.SelectionOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml watch}. */
public interface WatchOptions
    extends ModelOptions, SelectionOptions, IngestionOptions, EnrichmentOptions {
  /** What is read. */
  @Description("Messages without end: eventhubs://NAMESPACE/HUB or kafka://HOST:PORT/TOPIC.")
  @Validation.Required
  String getInput();

  /** Sets what is read. */
  void setInput(String value);

  /** Where a first start begins. */
  @Description(
      "Where a first start begins: earliest, latest (default), or a time (now-1h,"
          + " 2026-03-01T08:00:00Z)."
          + " Later starts with the same results go on where the one before was.")
  String getFrom();

  /** Sets where a first start begins. */
  void setFrom(String value);

  /** How events are read. */
  @Description(InputOptions.TEMPLATE + " Default: as the model was trained.")
  String getTemplate();

  /** Sets how events are read. */
  void setTemplate(String value);

  /** Folder of the results. */
  @Description(
      "Folder of the results: each window has a folder of its own in it, by the window's start, or"
          + " where {from} and {to} stand in the name. May be left out where rows are sent; lines"
          + " and rows that go astray are then kept in byoml-watch.")
  String getOutput();

  /** Sets the folder of the results. */
  void setOutput(String value);

  /** Length of a window. */
  @Description(
      "Length of a window, which divides a day: 30s, 5m (default), 1h. Windows are aligned to"
          + " the clock.")
  String getWindow();

  /** Sets the length of a window. */
  void setWindow(String value);

  /** How long windows take late rows in. */
  @Description(
      "How long after its end a window takes late rows in and amends its results: 30m, 2h. Later"
          + " rows are kept as rejected.")
  @Default.String("30m")
  String getLateness();

  /** Sets how long windows take late rows in. */
  void setLateness(String value);

  /** How soon a newer model is taken. */
  @Description(
      "How soon a newer model of a pattern of folders (--model=models/*) is taken: 10m, 1h. A"
          + " window has one model.")
  @Default.String("10m")
  String getModelRefresh();

  /** Sets how soon a newer model is taken. */
  void setModelRefresh(String value);

  /** File that says how the run is. */
  @Description(
      "File that is written again every few seconds, as JSON, for a supervisor: state, numbers,"
          + " how far reading is behind, the last checkpoint, the model.")
  String getHealth();

  /** Sets the file that says how the run is. */
  void setHealth(String value);
}
