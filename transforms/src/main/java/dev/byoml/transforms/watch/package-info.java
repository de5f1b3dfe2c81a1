/**
 * Scoring as accesses arrive: adds messages up by windows of event time, judges each window when it
 * closes and again when late rows change it. In: messages of a topic without end and a model. Out:
 * the rows that scoring the same windows of time would give, and rejected lines. What is in the
 * window of which time is decided by the rows' own times.
 *
 * <p>A window is a part of the key and not a window of Beam's, because Beam drops rows that come
 * later than it waits for without saying which, and fires the groups of a window one by one where a
 * newcomer is judged by all that it touches.
 */
@Internal
package dev.byoml.transforms.watch;

import dev.byoml.model.annotation.Internal;
