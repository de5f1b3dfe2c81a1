/**
 * Poisson factorization with gamma priors by coordinate ascent (Gopalan, Hofman and Blei 2015), as
 * an algorithm beside alternating least squares. In: an access matrix. Out: factors and the
 * objective.
 */
@Internal
package dev.byoml.model.poisson;

import dev.byoml.model.annotation.Internal;
