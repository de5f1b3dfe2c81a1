/**
 * How planned events are written to an export: spelling of names, delayed and repeated rows, and
 * the blob of each row. In: planned events. Out: rows of blobs, and what was written how often.
 */
@Internal
package dev.byoml.model.sample.export;

import dev.byoml.model.annotation.Internal;
