/**
 * What every transform needs of Beam: coders of records and packed arrays, grouping of values as
 * packed bytes, and the times of a run's phases. Depends on {@code model} alone.
 */
package dev.byoml.transforms.beam;
