/**
 * What every transform needs of Beam: coders of records and packed arrays, grouping of values as
 * packed bytes, and the times of a run's phases. Depends on {@code model} alone.
 */
@Internal
package dev.byoml.transforms.beam;

import dev.byoml.model.annotation.Internal;
