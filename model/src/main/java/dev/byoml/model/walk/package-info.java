/**
 * Walks two steps from a user: over own resources to those who share them, and on to what they use.
 * Takes an access matrix, gives the affinity of any pair; nothing is learned, and nothing is kept
 * beside the matrix. Uses the matrix and the plug-in interface only.
 */
@Internal
package dev.byoml.model.walk;

import dev.byoml.model.annotation.Internal;
