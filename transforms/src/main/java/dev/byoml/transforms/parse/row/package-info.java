/**
 * Columns of one row by name or position, from JSON, comma-separated and tab-separated lines, with
 * the reason where a row cannot be read. In: the bytes of a line. Out: a {@link
 * dev.byoml.transforms.template.Row}.
 */
@Internal
package dev.byoml.transforms.parse.row;

import dev.byoml.model.annotation.Internal;
