/**
 * The package as an archive: entries, manifest, digests and limits. Everything in it is taken for
 * hostile until it is checked.
 */
package dev.byoml.pipelines.share.format;
