/**
 * Reads the lines of an input, whatever it is: files through {@code source.file}, topics through
 * {@code source.topic}. In: a path, a pattern or a topic's address, and a time range. Out: lines
 * with the places where they stood.
 */
@Internal
package dev.byoml.transforms.read;

import dev.byoml.model.annotation.Internal;
