/**
 * What is known of users and resources from outside their events, such as a department or a
 * sensitivity: weighs accesses, groups users and adds sentences to explanations. In: columns of a
 * table by name. Uses {@code result} for the rows that it completes.
 */
package dev.byoml.model.enrich;
