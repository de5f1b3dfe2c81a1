/**
 * {@code byoml evaluate}: a model and labelled pairs become figures of its ranking. The command and
 * its options.
 */
@Internal
package dev.byoml.pipelines.evaluate;

import dev.byoml.model.annotation.Internal;
