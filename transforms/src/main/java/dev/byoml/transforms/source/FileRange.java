package dev.byoml.transforms.source;

/**
 * A piece of a file: the lines that begin in it.
 *
 * @param file path of the file
 * @param start offset in bytes of the piece's first byte
 * @param end offset in bytes after the piece, or {@link Long#MAX_VALUE} for all that follows
 */
public record FileRange(String file, long start, long end) {}
