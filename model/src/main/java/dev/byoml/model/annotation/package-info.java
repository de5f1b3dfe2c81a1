/** Marks of the code itself. */
package dev.byoml.model.annotation;
