/**
 * {@code byoml score} and {@code byoml resend}: the scoring pipeline, its options, where results
 * go, and what is printed at the end.
 */
package dev.byoml.pipelines.score;
