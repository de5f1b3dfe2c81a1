/**
 * Models from vectors that another system trained. In: named vectors of users and resources in CSV
 * or JSON lines. Out: tenant models.
 */
@Internal
package dev.byoml.transforms.vectors;

import dev.byoml.model.annotation.Internal;
