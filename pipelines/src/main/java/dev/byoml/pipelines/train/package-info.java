/** {@code byoml train}: the training pipeline, its options, and how options become parameters. */
package dev.byoml.pipelines.train;
