/**
 * Says where an affinity stands: among those of other users to the same resource, and of the same
 * user to other resources. Takes the affinities of any algorithm and gives others, with samples to
 * keep. Knows nothing of the algorithm.
 */
@Internal
package dev.byoml.model.tail;

import dev.byoml.model.annotation.Internal;
