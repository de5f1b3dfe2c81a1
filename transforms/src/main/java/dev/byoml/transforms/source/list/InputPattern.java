package dev.byoml.transforms.source.list;

/**
 * A pattern for files of an input.
 *
 * @param glob path in which {@code *} stands for any characters but a slash, and {@code **} for any
 *     characters; a path without these stands for itself
 * @param anyName whether all files that match are read, or only those whose name says that they
 *     hold events
 */
record InputPattern(String glob, boolean anyName) {}
