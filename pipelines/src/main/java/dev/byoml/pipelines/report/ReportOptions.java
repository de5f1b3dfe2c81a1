package dev.byoml.pipelines.report;

import dev.byoml.pipelines.run.FeedbackOptions;
import dev.byoml.pipelines.run.ModelOptions;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code byoml report}. */
public interface ReportOptions extends ModelOptions, FeedbackOptions {
  /** Folder of the results. */
  @Description("Folder that score wrote its results to (its --output).")
  @Validation.Required
  String getResults();

  /** Sets the folder of the results. */
  void setResults(String value);

  /** The file that is written. */
  @Description("HTML file that is written; one of that name is replaced.")
  @Validation.Required
  String getOutput();

  /** Sets the file that is written. */
  void setOutput(String value);

  /** Folder of an evaluation. */
  @Description(
      "Folder that evaluate wrote for this model (its --output): what it says of how well the model"
          + " ranks stands beside the model. Default: nothing of it.")
  String getEvaluation();

  /** Sets the folder of an evaluation. */
  void setEvaluation(String value);

  /** Names of tenants. */
  @Description(
      "CSV file of names that the report shows for tenants in place of their ids, with the heading"
          + " tenant,name. Default: the column tenantName, if the run's --enrichment had one, else"
          + " the ids.")
  String getTenantNames();

  /** Sets the names of tenants. */
  void setTenantNames(String value);
}
