package dev.byoml.pipelines.share;

import dev.byoml.pipelines.share.format.EntryNames;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.nio.file.Path;
import java.util.List;

/** The name of a file that makes a package alone. */
final class SingleFile {
  private SingleFile() {}

  /**
   * The last part of a path.
   *
   * @throws RefusedPackageException if it could not be the same on every file system, or does not
   *     end as it should
   */
  static String nameOf(Path file, String... endings) throws RefusedPackageException {
    String name = String.valueOf(file.getFileName());
    if (List.of(endings).stream().noneMatch(name::endsWith)) {
      throw new RefusedPackageException(
          "the file %s does not end in %s"
              .formatted(EntryNames.shown(name), String.join(" or ", endings)));
    }
    if (!EntryNames.isPlain(name)) {
      throw new RefusedPackageException(
          "the file %s cannot keep its name: rename it to plain letters, digits and . _ -"
              .formatted(EntryNames.shown(name)));
    }
    return name;
  }
}
