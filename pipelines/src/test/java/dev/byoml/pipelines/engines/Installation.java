package dev.byoml.pipelines.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where this checkout has its scripts, and the jars of the engines that the build brought. */
final class Installation {
  private Installation() {}

  /** The top folder of the checkout. */
  static Path checkout() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isRegularFile(folder.resolve("scripts/byoml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no folder above this one holds scripts/byoml");
    }
    return folder;
  }

  /**
   * A folder below {@code target} for the files and logs of a test, emptied first; it stays, so
   * that what a failed run logged can be read.
   */
  static Path emptyFolder(Class<?> test) {
    Path folder = checkout().resolve("pipelines/target/engines-it").resolve(test.getSimpleName());
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A script of the checkout. */
  static String script(String name) {
    return checkout().resolve("scripts").resolve(name).toString();
  }

  /**
   * A folder that looks like the engine's own distribution: its jars, and a launcher of that name
   * that starts {@code mainClass}.
   *
   * @param home the folder to make
   * @param engine {@code spark} or {@code flink}
   * @param jars name of the folder of jars
   * @param launcher name of the launcher in {@code bin}
   * @param mainClass what it starts
   */
  static void makeHome(Path home, String engine, String jars, String launcher, String mainClass)
      throws IOException {
    Path built = checkout().resolve("pipelines/target/" + engine + "-home").resolve(jars);
    if (!Files.isDirectory(built)) {
      throw new IllegalStateException(
          "there is no folder " + built + "; the build makes it before the integration tests");
    }
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("conf"));
    Files.createSymbolicLink(home.resolve(jars), built);
    Path script = home.resolve("bin").resolve(launcher);
    Files.write(
        script,
        List.of(
            "#!/usr/bin/env bash",
            ". '%s'".formatted(checkout().resolve("scripts/lib/bundle.sh")),
            "mapfile -t opens < <(add_opens)",
            "exec '%s' -Xmx512m -XX:TieredStopAtLevel=1 \"${opens[@]}\" -cp '%s' %s \"$@\""
                .formatted(ServerProcess.java(), classPath(home, jars), mainClass)));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** The class path of the engine's processes: its configuration, then its jars. */
  static String classPath(Path home, String jars) {
    return home.resolve("conf") + ":" + home.resolve(jars) + "/*";
  }
}
