/**
 * Alternating least squares over blocks: cuts each tenant's matrix into blocks of users and of
 * resources, and lets factors go to and fro between them. In: parts of matrices. Out: the same
 * factorization as in memory.
 */
@Internal
package dev.byoml.transforms.train.block;

import dev.byoml.model.annotation.Internal;
