/** What is the same for every text that comes from outside: its first line, its mark of order. */
@Internal
package dev.byoml.transforms.text;

import dev.byoml.model.annotation.Internal;
