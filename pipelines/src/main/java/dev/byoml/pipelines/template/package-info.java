/**
 * {@code byoml template}: tries a template on real lines and shows what becomes of them, or says
 * what a file is, which template fits it, and drafts one. The command and its options.
 */
@Internal
package dev.byoml.pipelines.template;

import dev.byoml.model.annotation.Internal;
