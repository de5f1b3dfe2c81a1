/**
 * Numbers that look random and follow from what they are asked for: draws and first factors that
 * are the same on every machine and in every order. In: seeds, ids and numbers. Out: 64 bits. Uses
 * no other package of the project.
 */
@Internal
package dev.byoml.model.hash;

import dev.byoml.model.annotation.Internal;
