/**
 * What is read: a piece of input, the lines in it, each with its place, and a range of time. Values
 * that the packages below it share; depends on nothing else of the project.
 */
package dev.byoml.transforms.source;
