/**
 * Builds the access matrix of each tenant. In: summaries of accesses. Out: parts of matrices, keyed
 * by tenant, which are gathered on one worker (within what its memory holds) or measured for a
 * factorization in blocks.
 */
package dev.byoml.transforms.matrix;
