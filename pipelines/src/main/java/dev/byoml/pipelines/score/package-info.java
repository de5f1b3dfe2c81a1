/**
 * {@code byoml score} and {@code byoml resend}: the scoring pipeline, its options, where results
 * go, and what is printed at the end.
 */
@Internal
package dev.byoml.pipelines.score;

import dev.byoml.model.annotation.Internal;
