/**
 * How many alerts a day a threshold gives: trains on the first days of a range, scores the last
 * ones and counts. In: counts a day of each access. Out: the expected alerts of each threshold,
 * kept in the manifest.
 */
package dev.byoml.model.calibrate;
