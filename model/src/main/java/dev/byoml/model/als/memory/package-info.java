/**
 * One tenant factorized in the memory of one machine by all of its cores; the number of threads
 * does not change a bit of the result. In: the rows of an access matrix. Out: a factorization.
 */
@Internal
package dev.byoml.model.als.memory;

import dev.byoml.model.annotation.Internal;
