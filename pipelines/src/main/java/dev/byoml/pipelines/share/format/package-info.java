/**
 * The package as an archive: entries, manifest, digests and limits. Everything in it is taken for
 * hostile until it is checked.
 */
@Internal
package dev.byoml.pipelines.share.format;

import dev.byoml.model.annotation.Internal;
