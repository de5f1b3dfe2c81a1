/**
 * Writes files of a run under names that a repeated attempt gives again: lines, rejected lines,
 * whole local files. In: elements and a folder. Out: files, complete or absent.
 */
package dev.byoml.transforms.write;
