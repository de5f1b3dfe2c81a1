package dev.byoml.pipelines.sample;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml sample-data}. */
public interface SampleDataOptions extends PipelineOptions {
  /** Folder that is written. */
  @Description("Folder for the export tree, labels.tsv and what describes them.")
  @Validation.Required
  String getOutput();

  /** Sets the folder that is written. */
  void setOutput(String value);

  /** Where everything random comes from. */
  @Description(
      "Where everything random comes from; the same seed gives the same files. Default: 1.")
  Long getSeed();

  /** Sets where everything random comes from. */
  void setSeed(Long value);

  /** Number of people. */
  @Description("Number of people of all tenants together, up to 100,000.")
  @Default.Integer(200)
  Integer getUsers();

  /** Sets the number of people. */
  void setUsers(Integer value);

  /** Number of shares. */
  @Description("Number of shares of all tenants together.")
  @Default.Integer(60)
  Integer getResources();

  /** Sets the number of shares. */
  void setResources(Integer value);

  /** Number of days. */
  @Description("Number of days, up to 60; the attacks fall on the last one.")
  @Default.Integer(21)
  Integer getDays();

  /** Sets the number of days. */
  void setDays(Integer value);

  /** Number of tenants. */
  @Description("Number of tenants.")
  @Default.Integer(2)
  Integer getTenants();

  /** Sets the number of tenants. */
  void setTenants(Integer value);
}
