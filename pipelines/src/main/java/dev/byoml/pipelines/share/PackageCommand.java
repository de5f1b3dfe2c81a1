package dev.byoml.pipelines.share;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.run.OutputFolders;
import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.PackageManifest;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import dev.byoml.transforms.model.BeamModelFolder;
import dev.byoml.transforms.write.OutputFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** {@code byoml package}: a model, a template or an algorithm becomes one archive to hand on. */
public final class PackageCommand extends Command<PackageOptions> {
  /** The command. */
  public PackageCommand() {
    super(
        "package",
        "packs a model, a template or an algorithm into one archive for somebody else",
        PackageOptions.class,
        "package --model=models/2026-w13 --output=model-2026-w13.zip");
  }

  @Override
  protected void run(PackageOptions options, PrintStream out, Consumer<String> warnings) {
    long given =
        Arrays.asList(options.getModel(), options.getTemplate(), options.getAlgorithm()).stream()
            .filter(Objects::nonNull)
            .count();
    if (given != 1) {
      throw new UsageException(
          "package takes exactly one of --model, --template and --algorithm, got " + given);
    }
    String output = options.getOutput();
    OutputFolders.requireOutsideModels("--output", output);
    requireFree(output);
    PackageWriter.Written written;
    try (OutputFolders taken = OutputFolders.takeFile(options, name(), output)) {
      // Again, since another run may have written it until it was ours.
      requireFree(output);
      written = write(options);
    }
    PackageManifest manifest = written.manifest();
    out.printf(
        Locale.ROOT,
        "package: %s (%s %s, %,d files, %,d bytes)%n",
        output,
        manifest.kind(),
        manifest.name(),
        manifest.files().size(),
        manifest.files().stream().mapToLong(file -> file.bytes()).sum());
    out.printf("digest: sha256:%s%n", written.digest());
    if (manifest.kind().equals(PackageKind.MODEL.label())) {
      out.printf(
          Locale.ROOT,
          "It names %,d users, %,d resources and who touched what: hand it only to those who may"
              + " know.%n",
          manifest.model().users(),
          manifest.model().resources());
    }
    out.println(
        "Whoever receives it installs it with scripts/byoml install; tell them the digest.");
  }

  private static PackageWriter.Written write(PackageOptions options) {
    String option =
        options.getModel() != null
            ? "--model=" + options.getModel()
            : options.getTemplate() != null
                ? "--template=" + options.getTemplate()
                : "--algorithm=" + options.getAlgorithm();
    try {
      if (options.getModel() != null) {
        return PackageWriter.model(new BeamModelFolder(options.getModel()), options.getOutput());
      }
      return options.getTemplate() != null
          ? PackageWriter.template(file(option, options.getTemplate()), options.getOutput())
          : PackageWriter.algorithm(file(option, options.getAlgorithm()), options.getOutput());
    } catch (RefusedPackageException e) {
      throw new UsageException("%s cannot be packaged: %s".formatted(option, e.getMessage()));
    } catch (IOException e) {
      throw new RunFailedException(
          "%s was not packaged: %s".formatted(option, Failures.describe(e)), e);
    }
  }

  private static Path file(String option, String path) {
    try {
      Path file = Path.of(path);
      if (Files.isRegularFile(file)) {
        return file;
      }
    } catch (InvalidPathException e) {
      // The same answer as for a file that is not there.
    }
    throw new UsageException(option + ": there is no such local file");
  }

  private static void requireFree(String output) {
    try {
      if (OutputFiles.size(output).isPresent()) {
        throw new UsageException(
            "--output=%s exists already: remove it or choose another name".formatted(output));
      }
    } catch (IOException e) {
      throw new UsageException(
          "--output=%s cannot be written: %s".formatted(output, Failures.describe(e)));
    }
  }
}
