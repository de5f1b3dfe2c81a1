/**
 * What became of every line and every score, as Beam counters and as {@code metrics.json}. In:
 * counts of single steps. Out: one file in the folder of a run.
 */
package dev.byoml.transforms.metrics;
