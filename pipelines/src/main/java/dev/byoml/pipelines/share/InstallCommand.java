package dev.byoml.pipelines.share;

import dev.byoml.pipelines.cli.Command;
import dev.byoml.pipelines.cli.Failures;
import dev.byoml.pipelines.cli.RunFailedException;
import dev.byoml.pipelines.cli.UsageException;
import dev.byoml.pipelines.share.format.PackageKind;
import dev.byoml.pipelines.share.format.PackageManifest;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code byoml install}: checks a package that was received, and unpacks it. Runs nothing of it.
 */
public final class InstallCommand extends Command<InstallOptions> {
  private static final Pattern DIGEST = Pattern.compile("sha256:([0-9a-f]{64})");

  /** The command. */
  public InstallCommand() {
    super(
        "install",
        "checks a package that was received, and unpacks it; runs nothing of it",
        InstallOptions.class,
        "install --archive=model-2026-w13.zip --digest=sha256:DIGEST --output=received/2026-w13");
  }

  @Override
  protected void run(InstallOptions options, PrintStream out, Consumer<String> warnings) {
    Optional<String> digest = digest(options.getDigest());
    Path target = local("--output", options.getOutput());
    PackageManifest manifest = install(options, digest, target);
    out.printf(
        Locale.ROOT,
        "install: %s (%s %s, %,d files verified)%n",
        target,
        manifest.kind(),
        manifest.name(),
        manifest.files().size());
    if (digest.isEmpty()) {
      out.println(
          "No --digest was given: the files fit their manifest, which does not say who made them.");
    }
    out.print(
        switch (PackageKind.valueOf(manifest.kind().toUpperCase(Locale.ROOT))) {
          case MODEL ->
              "Score with it: scripts/byoml score --model=%s ...%n"
                  .formatted(target.resolve("model"));
          case TEMPLATE ->
              "Try it: scripts/byoml template --check=%s --sample=EVENTS%n"
                  .formatted(target.resolve("template").resolve(manifest.name()));
          case ALGORITHM ->
              ("Its code has not run, and runs only when you put it on the class path. If you trust"
                      + " whoever made it:%nBYOML_CLASS_PATH=%s scripts/byoml train"
                      + " --algorithm=NAME ...%n")
                  .formatted(target.resolve("algorithm").resolve(manifest.name()));
        });
  }

  private static PackageManifest install(
      InstallOptions options, Optional<String> digest, Path target) {
    Path archive = local("--archive", options.getArchive());
    if (!Files.isRegularFile(archive)) {
      throw new UsageException(
          "--archive=%s: there is no such local file".formatted(options.getArchive()));
    }
    try {
      return PackageInstaller.install(archive, digest, target);
    } catch (RefusedPackageException e) {
      throw new UsageException(
          "--archive=%s is not installed: %s".formatted(options.getArchive(), e.getMessage()));
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(
          "--output=%s exists already: remove it or choose another folder"
              .formatted(options.getOutput()));
    } catch (IOException e) {
      throw new RunFailedException(
          "--archive=%s was not installed: %s"
              .formatted(options.getArchive(), Failures.describe(e)),
          e);
    }
  }

  private static Optional<String> digest(String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher digest = DIGEST.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!digest.matches()) {
      throw new UsageException(
          "--digest must be sha256: and 64 hexadecimal digits, as package prints it");
    }
    return Optional.of(digest.group(1));
  }

  private static Path local(String option, String path) {
    if (path.contains("://")) {
      throw new UsageException("%s must be a local path, got %s".formatted(option, path));
    }
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new UsageException("%s is not a path: %s".formatted(option, e.getReason()));
    }
  }
}
