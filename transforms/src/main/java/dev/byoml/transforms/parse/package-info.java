/**
 * From a line to an access, a filtered row or a rejected line. In: the bytes of a line and a
 * template. Out: {@link dev.byoml.transforms.parse.ParsedLine}, and counts in which every line is
 * accounted for. {@code parse.row} reads the columns.
 */
package dev.byoml.transforms.parse;
