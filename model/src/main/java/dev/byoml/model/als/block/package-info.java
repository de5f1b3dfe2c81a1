/**
 * One tenant factorized in blocks of users and blocks of resources. A block is a run of rows of one
 * side that one worker solves; blocks exchange factors between half steps. A chunk, of which a
 * block holds several, is a run of rows whose sums are taken before any others are added. In: a
 * block of the access matrix and the factors of the other side. Out: factor blocks with the same
 * bits as {@code als.memory} gives.
 */
@Internal
package dev.byoml.model.als.block;

import dev.byoml.model.annotation.Internal;
