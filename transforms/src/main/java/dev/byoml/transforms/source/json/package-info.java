/**
 * Cuts JSON into the rows it holds: envelopes, arrays, answers of a query, objects one after the
 * other. In: the bytes of a message or of a file, of any size. Out: lines, each one row, with the
 * places where they stood. What a row means is not looked at here.
 */
@Internal
package dev.byoml.transforms.source.json;

import dev.byoml.model.annotation.Internal;
