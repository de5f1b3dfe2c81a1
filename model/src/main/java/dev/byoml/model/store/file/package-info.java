/**
 * Files of a model folder one by one: where they lie, their Avro schemas and how records are read
 * and written, with a digest of each file. Knows nothing of what a model means.
 */
package dev.byoml.model.store.file;
