/**
 * Which names stand for others, and which accounts are computers: options, the file of aliases, and
 * what is found out of the training data before they are read for good.
 */
@Internal
package dev.byoml.pipelines.names;

import dev.byoml.model.annotation.Internal;
