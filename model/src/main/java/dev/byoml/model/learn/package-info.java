/**
 * How a tenant's accesses become its model: the interface that every algorithm implements, the list
 * of those on the class path, and the common rest (peer groups, neighbourhoods, standardised
 * scores, quality). In: an access matrix and parameters. Out: a {@link
 * dev.byoml.model.tenant.TenantModel}. Algorithms depend on this package, never the other way
 * round.
 */
package dev.byoml.model.learn;
