package dev.byoml.pipelines.share;

import dev.byoml.model.store.file.LocalModelFolder;
import dev.byoml.pipelines.share.format.EntryNames;
import dev.byoml.pipelines.share.format.PackageArchive;
import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.PackageLimits;
import dev.byoml.pipelines.share.format.PackageManifest;
import dev.byoml.pipelines.share.format.PackagedFile;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Installs packages: a folder with the package's files appears at once, when all of them have been
 * found sound, or not at all. Nothing of a package is run.
 */
public final class PackageInstaller {
  private PackageInstaller() {}

  /**
   * Installs a package.
   *
   * @param archive the package
   * @param digest what the SHA-256 of the archive must be, 64 hexadecimal digits; any if empty
   * @param target the folder that is made
   * @return the package's manifest
   * @throws RefusedPackageException if the package is not sound; then there is no target
   * @throws FileAlreadyExistsException if there is something at the target
   * @throws IOException if a file cannot be read or written; then there is no target
   */
  public static PackageManifest install(Path archive, Optional<String> digest, Path target)
      throws RefusedPackageException, IOException {
    return install(archive, digest, target, PackageLimits.DEFAULT);
  }

  static PackageManifest install(
      Path archive, Optional<String> digest, Path target, PackageLimits limits)
      throws RefusedPackageException, IOException {
    Path folder = target.toAbsolutePath().normalize();
    requireFree(folder);
    try (PackageArchive opened = PackageArchive.open(archive, digest, limits)) {
      Files.createDirectories(folder.getParent());
      // Beside the target, so that moving it there is only a change of name.
      Path temporary = Files.createTempDirectory(folder.getParent(), ".installing-");
      try {
        Path content = Files.createDirectory(temporary.resolve("content"));
        opened.extract(content);
        requireSame(opened, content);
        requireFree(folder);
        Files.move(content, folder);
      } finally {
        delete(temporary);
      }
      return opened.manifest();
    }
  }

  private static void requireFree(Path folder) throws FileAlreadyExistsException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(folder.toString());
    }
  }

  /** Looks at what was unpacked as {@code package} does; the manifest must say the same of it. */
  private static void requireSame(PackageArchive archive, Path folder)
      throws RefusedPackageException, IOException {
    PackageManifest manifest = archive.manifest();
    String kind = archive.kind().label();
    if (!EntryNames.isPlain(manifest.name())) {
      throw new RefusedPackageException(
          "its name is %s".formatted(EntryNames.shown(manifest.name())));
    }
    Path file = folder.resolve(kind).resolve(manifest.name());
    if (archive.kind() != PackageKind.MODEL && !Files.isRegularFile(file)) {
      throw new RefusedPackageException("there is no %s/%s in it".formatted(kind, manifest.name()));
    }
    PackageContent content =
        switch (archive.kind()) {
          case MODEL -> ModelContent.of(new LocalModelFolder(folder.resolve(kind)));
          case TEMPLATE -> TemplateContent.of(file);
          case ALGORITHM -> AlgorithmContent.of(file);
        };
    content.requireKnown(manifest.files());
    for (PackagedFile packaged : manifest.files()) {
      if (!packaged.name().equals(PackageReadme.FILE)
          && !content.files().containsKey(packaged.name())) {
        throw new RefusedPackageException(
            "entry %s is not part of a %s".formatted(EntryNames.shown(packaged.name()), kind));
      }
    }
    if (!content.manifest(manifest.files()).equals(manifest)) {
      throw new RefusedPackageException("its manifest does not say what the %s is".formatted(kind));
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
