/**
 * {@code byoml template}: tries a template on real lines and shows what becomes of them. The
 * command and its options.
 */
package dev.byoml.pipelines.template;
