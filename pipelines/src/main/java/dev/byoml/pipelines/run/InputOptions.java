package dev.byoml.pipelines.run;

import dev.byoml.transforms.source.list.ReadingOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Which events a run reads. */
public interface InputOptions extends ReadingOptions {
  /** The group of options of which one says what is read. */
  String INPUT = "input";

  /** What {@code --template} takes, for the descriptions of the commands. */
  String TEMPLATE =
      "How events are read: file-share-access, detailed-file-share, sign-in-application,"
          + " office-file, process-on-host, azure-resource, daily-counts, file-share-access-classic,"
          + " or the path of a YAML file of your own.";

  /** What is read. */
  @Description(
      "Events: a Log Analytics export folder, a folder of .json, .jsonl, .tsv, .csv (also .gz),"
          + " .avro or .parquet files, a file, or a glob; local or azfs://account/container/path. Or messages:"
          + " eventhubs://NAMESPACE/HUB, kafka://HOST:PORT/TOPIC.")
  @Validation.Required(groups = INPUT)
  String getInput();

  /** Sets what is read. */
  void setInput(String value);

  /** Start of the time range. */
  @Description(
      "Start of the time range, inclusive, in UTC: a date (2026-03-01), an instant"
          + " (2026-03-01T08:00:00Z), now, or relative to now (now-20d, now-1h), also"
          + " rounded down to the hour or day (now-1h/h, now/d). Default: the earliest event.")
  String getFrom();

  /** Sets the start of the time range. */
  void setFrom(String value);

  /** End of the time range. */
  @Description("End of the time range, exclusive, written like --from. Default: the latest event.")
  String getTo();

  /** Sets the end of the time range. */
  void setTo(String value);

  /** What {@code now} means. */
  @Description(
      "What now means in --from and --to, as an instant (2026-03-01T08:00:00Z): a scheduler gives"
          + " the time of the schedule, so that a run that starts late, or again, has the same"
          + " window. Default: the time at which the run starts.")
  String getNow();

  /** Sets what {@code now} means. */
  void setNow(String value);
}
