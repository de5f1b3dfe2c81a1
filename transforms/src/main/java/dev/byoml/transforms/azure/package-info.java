/**
 * Signing in to Azure and talking to its storage: credentials from the environment, clients of blob
 * accounts, paths of blobs, and failures in words a user can act on. Used by readers and writers;
 * depends on nothing else of the project.
 */
@Internal
package dev.byoml.transforms.azure;

import dev.byoml.model.annotation.Internal;
