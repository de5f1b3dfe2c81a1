package dev.byoml.pipelines.score;

import dev.byoml.pipelines.run.FeedbackOptions;
import org.apache.beam.sdk.options.Description;

/** Which of the scored accesses are reported. */
public interface SelectionOptions extends FeedbackOptions {
  /** Lowest score that is reported. */
  @Description(
      "Lowest score that is reported; 0 is the mean of the training accesses, 1 their standard"
          + " deviation. -Infinity reports every access that training has not seen. Default: what"
          + " deserves an alert, see --alertBudget; score keeps what else is new as ordinary.")
  Double getThreshold();

  /** Sets the lowest score that is reported. */
  void setThreshold(Double value);

  /** How many alerts a day a tenant may have. */
  @Description(
      "At most so many alerts a day are expected of each tenant: the threshold comes from the"
          + " model's table of expected alerts. Not together with --threshold. Default: 5, and only"
          + " what lies above the tenant's 95th percentile.")
  Double getAlertBudget();

  /** Sets how many alerts a day a tenant may have. */
  void setAlertBudget(Double value);

  /** The largest number of anomalies of a tenant. */
  @Description(
      "Reports at most this many anomalies of each tenant, highest first. Default: no limit.")
  Integer getMaxAnomalies();

  /** Sets the largest number of anomalies of a tenant. */
  void setMaxAnomalies(Integer value);

  /** Accesses never reported. */
  @Description(
      "CSV file of accesses that are never reported: actor pattern, resource pattern, expires (date"
          + " or empty), reason, owner; the last three may be left out; * stands for any text, case does not count.")
  String getAllowList();

  /** Sets the accesses never reported. */
  void setAllowList(String value);
}
