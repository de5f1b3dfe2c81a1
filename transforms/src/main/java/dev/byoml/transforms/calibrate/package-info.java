/**
 * Finds out how many alerts each threshold would have given on the last days, for each tenant. In:
 * summaries of accesses. Out: expected alerts, which the model's manifest keeps.
 */
package dev.byoml.transforms.calibrate;
