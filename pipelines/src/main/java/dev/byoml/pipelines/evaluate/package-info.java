/**
 * {@code byoml evaluate}: a model and labelled pairs become figures of its ranking. The command and
 * its options.
 */
package dev.byoml.pipelines.evaluate;
