/**
 * The model folder: writes and reads manifest, tenants, users, resources and known accesses, of the
 * present and of older format versions. In: tenant models. Out: files, the manifest last. {@code
 * store.file} holds the single file formats.
 */
package dev.byoml.model.store;
