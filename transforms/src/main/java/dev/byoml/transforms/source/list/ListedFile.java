package dev.byoml.transforms.source.list;

/**
 * A file that a listing found.
 *
 * @param path of the file
 * @param size in bytes
 * @param seekable whether reading can start within the file
 */
record ListedFile(String path, long size, boolean seekable) {
  /** The part of the path after the last slash. */
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
