/**
 * Reads the table of what is known of users and resources from outside their events. In: a CSV
 * file. Out: an {@link dev.byoml.model.enrich.Enrichment}.
 */
@Internal
package dev.byoml.transforms.enrich;

import dev.byoml.model.annotation.Internal;
