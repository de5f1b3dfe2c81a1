package dev.byoml.pipelines.sample;

/** Receives how far the writing has come. */
@FunctionalInterface
public interface SampleDataProgress {

  /** Tells nobody. */
  SampleDataProgress SILENT = (done, total, lines) -> {};

  /**
   * One more day of one tenant has been written. Calls never overlap.
   *
   * @param done days of tenants written so far
   * @param total days of tenants to write
   * @param lines lines written so far
   */
  void wrote(int done, int total, long lines);
}
