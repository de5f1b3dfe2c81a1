/**
 * From access matrices to models: one tenant at a time in the memory of a worker, or by alternating
 * least squares in blocks where a tenant is too large for one. In: parts of matrices. Out: tenant
 * models.
 */
package dev.byoml.transforms.train;
