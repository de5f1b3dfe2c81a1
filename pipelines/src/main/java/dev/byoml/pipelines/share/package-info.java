/**
 * {@code byoml package} and {@code byoml install}: models, templates and algorithms as packages
 * that others can check and install. The commands and the contents of each kind; {@code
 * share.format} is the archive.
 */
@Internal
package dev.byoml.pipelines.share;

import dev.byoml.model.annotation.Internal;
