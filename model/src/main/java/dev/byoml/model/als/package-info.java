/**
 * Factorization by alternating least squares, seen from outside: its parameters, the factors of
 * users and resources, the objective and the first factors. The arithmetic of one half step is in
 * {@code als.kernel}; {@code als.memory} and {@code als.block} put half steps together. Uses {@code
 * hash} and no other package of the project.
 */
package dev.byoml.model.als;
