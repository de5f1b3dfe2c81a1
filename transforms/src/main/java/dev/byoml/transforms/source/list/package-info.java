/**
 * Finds the pieces of an input: folders and patterns, the export's layout pruned by time before
 * anything is opened, the offsets of a topic. In: a path or an address and a time range. Out:
 * pieces of about equal size, spread over workers.
 */
@Internal
package dev.byoml.transforms.source.list;

import dev.byoml.model.annotation.Internal;
