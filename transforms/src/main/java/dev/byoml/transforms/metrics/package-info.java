/**
 * What became of every line and every score, as Beam counters and as {@code metrics.json}. In:
 * counts of single steps. Out: one file in the folder of a run.
 */
@Internal
package dev.byoml.transforms.metrics;

import dev.byoml.model.annotation.Internal;
