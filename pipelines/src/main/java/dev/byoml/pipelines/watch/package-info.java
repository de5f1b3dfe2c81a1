/**
 * {@code byoml watch}: scoring as accesses arrive, its options, its pipeline, and what it tells
 * while it runs.
 */
package dev.byoml.pipelines.watch;
