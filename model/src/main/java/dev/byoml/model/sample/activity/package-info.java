/**
 * What happens in an invented organisation: habits of each day, noise, planted attacks and what
 * only looks like one. In: an organisation and a key for random numbers. Out: planned accesses and
 * events with their times.
 */
@Internal
package dev.byoml.model.sample.activity;

import dev.byoml.model.annotation.Internal;
