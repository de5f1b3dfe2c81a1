/**
 * From input to accesses: reads, parses and adds up the accesses of each (tenant, user, resource)
 * within one function and one shuffle. In: a path or topic and a template. Out: summaries of
 * accesses, rejected lines and counts of lines.
 */
package dev.byoml.transforms.access;
