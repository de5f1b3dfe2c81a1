/**
 * What is read: one line with its place, a range of a file and a range of time. Values that the
 * packages below it share; depends on nothing else of the project.
 */
package dev.byoml.transforms.source;
