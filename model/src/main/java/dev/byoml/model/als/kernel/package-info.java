/**
 * One half step of alternating least squares: sums up the normal equations of each row, solves them
 * with or without the constraint that factors are not negative, and evaluates the objective. In:
 * compressed rows and the factors of the other side. Out: factors. Uses {@code als} and {@code
 * matrix}.
 */
@Internal
package dev.byoml.model.als.kernel;

import dev.byoml.model.annotation.Internal;
