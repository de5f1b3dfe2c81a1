/**
 * The main transforms for pipelines in other languages: each by a name, with a configuration and
 * rows that have a schema, as Beam's expansion service and Beam YAML find them. What they do is
 * done by the transforms of the other packages.
 */
package dev.byoml.transforms.schema;
