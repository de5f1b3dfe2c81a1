package dev.byoml.pipelines.share;

import dev.byoml.pipelines.share.format.EntryNames;
import dev.byoml.pipelines.share.format.ModelFacts;
import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.PackageManifest;
import dev.byoml.pipelines.share.format.PackagedFile;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something to share, or something that was received: what it is, and its files.
 *
 * @param kind what kind of thing
 * @param name what it is called
 * @param model what is said of a model; null for other kinds
 * @param algorithms classes that a jar registers as algorithms; empty for other kinds
 * @param files how each file is opened, by its name in a package
 * @param known length and digest of files that the content itself names
 */
record PackageContent(
    PackageKind kind,
    String name,
    ModelFacts model,
    List<String> algorithms,
    SortedMap<String, Source> files,
    List<PackagedFile> known) {

  /** Opens a file. */
  @FunctionalInterface
  interface Source {
    /** The file from its start; the caller closes it. */
    InputStream open() throws IOException;
  }

  PackageContent {
    algorithms = List.copyOf(algorithms);
    files = new TreeMap<>(files);
    known = List.copyOf(known);
  }

  /** Its manifest, with these files. */
  PackageManifest manifest(List<PackagedFile> packaged) {
    return new PackageManifest(
        PackageManifest.FORMAT_VERSION, kind.label(), name, model, algorithms, packaged);
  }

  /**
   * Checks that files are those that the content itself names.
   *
   * @throws RefusedPackageException if one is missing or another
   */
  void requireKnown(List<PackagedFile> packaged) throws RefusedPackageException {
    for (PackagedFile file : known) {
      if (!packaged.contains(file)) {
        throw new RefusedPackageException(
            "%s is not the file that the %s's own manifest names"
                .formatted(EntryNames.shown(file.name()), kind.label()));
      }
    }
  }
}
