/**
 * {@code byoml sample-data}: writes the events of invented organisations in the export's layout,
 * with labels. The command, its options and the rows' columns.
 */
@Internal
package dev.byoml.pipelines.sample;

import dev.byoml.model.annotation.Internal;
