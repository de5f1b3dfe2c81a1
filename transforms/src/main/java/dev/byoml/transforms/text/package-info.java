/**
 * What is the same for texts that come from outside: first line, byte-order mark, CSV of people.
 */
@Internal
package dev.byoml.transforms.text;

import dev.byoml.model.annotation.Internal;
