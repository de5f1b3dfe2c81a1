/**
 * Finds the files of an input: folders, patterns, and the export's layout pruned by time before
 * anything is opened. In: a path and a time range. Out: ranges of files of about equal size.
 */
package dev.byoml.transforms.source.list;
