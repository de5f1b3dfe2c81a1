/**
 * The access matrix of one tenant: who touched what, as compressed rows over sorted ids, with
 * likelihoods and counts, its transpose, its connected components and the entries that travel
 * between workers. In: accesses in any order. Out: the same matrix for every order.
 */
package dev.byoml.model.matrix;
