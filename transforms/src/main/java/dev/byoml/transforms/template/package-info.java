/**
 * Which rows matter and which of their fields are tenant, time, user and resource: templates in
 * YAML, built in or of one's own, and the expressions in them. In: a definition. Out: values of a
 * row.
 */
package dev.byoml.transforms.template;
