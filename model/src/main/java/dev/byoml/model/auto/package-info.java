/**
 * Chooses inside each tenant which algorithm, or pair of them, scores it: candidates learn from all
 * but the last days and compete on what is new in these. Takes an access matrix with the days of
 * first accesses; gives the winner's affinities, learned from all days, and what became of each
 * candidate. Uses the algorithms, never the other way round.
 */
@Internal
package dev.byoml.model.auto;

import dev.byoml.model.annotation.Internal;
