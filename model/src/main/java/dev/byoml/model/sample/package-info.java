/**
 * Sample data of invented organisations with planted attacks and harmless look-alikes. This package
 * puts them together; {@code organization} invents who and what there is, {@code activity} what
 * happens, {@code export} how it is written. In: a seed and sizes. Out: events and labels, the same
 * for the same seed.
 */
@Internal
package dev.byoml.model.sample;

import dev.byoml.model.annotation.Internal;
