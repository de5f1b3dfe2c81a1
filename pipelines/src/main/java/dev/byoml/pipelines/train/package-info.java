/** {@code byoml train}: the training pipeline, its options, and how options become parameters. */
@Internal
package dev.byoml.pipelines.train;

import dev.byoml.model.annotation.Internal;
