/**
 * Patterns that users write, matched in a time that no text can stretch: regular expressions of
 * templates with a limit of steps, and wildcards of allow-lists in one walk. In: texts. Out:
 * whether they match. May use nothing of the project.
 */
@Internal
package dev.byoml.transforms.pattern;

import dev.byoml.model.annotation.Internal;
