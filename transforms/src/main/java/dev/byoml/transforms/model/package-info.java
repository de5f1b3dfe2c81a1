/**
 * Model folders on any of Beam's file systems: writes models with the manifest last, and keeps the
 * tenants that a worker scores with in its memory. In: tenant models, or the folder of a model.
 */
package dev.byoml.transforms.model;
