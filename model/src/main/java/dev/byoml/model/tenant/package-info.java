/**
 * The model of one tenant and what it consists of: parameters, affinity, standardisation,
 * distribution of training scores, and the digest of its content. Immutable values, which {@code
 * learn} makes and {@code score}, {@code explain} and {@code store} use.
 */
package dev.byoml.model.tenant;
