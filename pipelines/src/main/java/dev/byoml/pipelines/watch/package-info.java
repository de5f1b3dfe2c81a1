/**
 * {@code byoml watch}: scoring as accesses arrive, its options, its pipeline, and what it prints
 * while it runs.
 */
@Internal
package dev.byoml.pipelines.watch;

import dev.byoml.model.annotation.Internal;
