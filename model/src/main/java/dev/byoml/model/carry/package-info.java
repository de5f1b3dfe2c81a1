/**
 * Large values on their way to the workers: what they are packed into, where they are kept, and how
 * a Java machine that gets one several times makes it once. Knows nothing of what the values mean.
 */
@Internal
package dev.byoml.model.carry;

import dev.byoml.model.annotation.Internal;
