/**
 * Scores an access with a tenant's model: accesses of known users and resources by their affinity,
 * those of newcomers by what else they touch in the window. In: a model and accesses. Out:
 * standardised scores with a reason and a percentile.
 */
package dev.byoml.model.score;
