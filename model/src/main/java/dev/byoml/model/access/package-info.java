/**
 * What happened, as plain values: one access, the key (tenant, user, resource) by which accesses
 * are added up, what they add up to, and the counts of input lines. In: times, names and counts.
 * Out: totals, counts a day and the likelihood of an access. Uses nothing else of the project.
 */
package dev.byoml.model.access;
