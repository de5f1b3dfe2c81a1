/**
 * Accesses that were added up over a window of time, as files: their Avro schema, their manifest,
 * and which windows cover a range. In: totals and days of accesses. Out: bytes that are the same
 * for the same accesses, and back. Uses the file formats of {@code store.file}.
 */
@Internal
package dev.byoml.model.summary;

import dev.byoml.model.annotation.Internal;
