/**
 * Summaries of accesses that stay: windows of time are added up and written to a folder, found
 * there again, and read in place of the events. In: events, or what another run added up. Out:
 * files as {@code model.summary} describes them, and accesses as {@code access} gives them. Knows
 * neither models nor scores.
 */
@Internal
package dev.byoml.transforms.summary;

import dev.byoml.model.annotation.Internal;
