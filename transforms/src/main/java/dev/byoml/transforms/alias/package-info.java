/**
 * Finds out of the accesses of a time range which spellings are shown to be one name, and which
 * computers there are. In: summaries of accesses. Out: files of spellings, and aliases made of
 * them.
 */
@Internal
package dev.byoml.transforms.alias;

import dev.byoml.model.annotation.Internal;
