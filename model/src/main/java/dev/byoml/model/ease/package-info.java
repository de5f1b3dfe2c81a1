/**
 * EASE, a linear autoencoder: each resource is predicted from the others that a user touched. Takes
 * an access matrix, gives the affinity of any pair, and bytes to keep. Uses the matrix and the
 * plug-in interface only.
 */
@Internal
package dev.byoml.model.ease;

import dev.byoml.model.annotation.Internal;
