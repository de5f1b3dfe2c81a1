package dev.byoml.pipelines.share;

import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.file.ModelException;
import dev.byoml.model.store.file.ModelFile;
import dev.byoml.model.store.file.ModelFolder;
import dev.byoml.pipelines.share.format.EntryNames;
import dev.byoml.pipelines.share.format.ModelFacts;
import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.PackagedFile;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A model folder as something to share: its manifest and the files that this names, no others. */
final class ModelContent {
  private ModelContent() {}

  /**
   * Looks at a model folder.
   *
   * @throws RefusedPackageException if it holds no model, or one with odd names
   * @throws IOException if it cannot be read
   */
  static PackageContent of(ModelFolder folder) throws RefusedPackageException, IOException {
    ModelReader model = model(folder);
    ModelManifest manifest = model.manifest();
    SortedMap<String, PackageContent.Source> files = new TreeMap<>();
    List<PackagedFile> known = new ArrayList<>();
    files.put(inPackage(ModelManifest.FILE), () -> folder.open(ModelManifest.FILE));
    for (ModelFile file : files(model)) {
      if (!EntryNames.isPlain(file.name())) {
        throw new RefusedPackageException(
            "the model's manifest names a file %s".formatted(EntryNames.shown(file.name())));
      }
      String name = inPackage(file.name());
      files.put(name, () -> folder.open(file.name()));
      known.add(new PackagedFile(name, file.bytes(), file.sha256()));
    }
    return new PackageContent(
        PackageKind.MODEL, manifest.modelId(), ModelFacts.of(manifest), List.of(), files, known);
  }

  private static ModelReader model(ModelFolder folder) throws RefusedPackageException, IOException {
    try {
      return ModelReader.open(folder);
    } catch (ModelException e) {
      throw new RefusedPackageException(e.getMessage());
    }
  }

  private static List<ModelFile> files(ModelReader model)
      throws RefusedPackageException, IOException {
    try {
      return Stream.concat(
              model.manifest().files().stream(),
              model.tenants().stream().flatMap(tenant -> tenant.files().stream()))
          .toList();
    } catch (ModelException e) {
      throw new RefusedPackageException(e.getMessage());
    }
  }

  private static String inPackage(String file) {
    return PackageKind.MODEL.label() + "/" + file;
  }
}
