package dev.byoml.pipelines.report;

/**
 * How large the data of a report may get, in bytes.
 *
 * @param rows where no further anomaly is listed
 * @param explanations where no further anomaly is explained; larger than {@code rows}
 */
record ReportSize(long rows, long explanations) {
  /**
   * Leaves a report below 10 MB, with the explanations of the highest 10,000 anomalies and more.
   */
  static final ReportSize DEFAULT = new ReportSize(6_000_000, 9_000_000);
}
