package dev.byoml.transforms.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.transforms.testing.MemoryFileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFilesTest {
  @TempDir Path folder;

  @Test
  void makesMissingFolders() throws Exception {
    Path file = folder.resolve("a/b/c.txt");
    write(file, "text");
    assertThat(Files.readString(file), is("text"));
  }

  @Test
  void replacesAFileOfThatName() throws Exception {
    Path file = folder.resolve("c.txt");
    write(file, "a long text");
    write(file, "short");
    assertThat(Files.readString(file), is("short"));
  }

  @Test
  void showsALocalFileOnlyWhenItIsWhole() throws Exception {
    Path file = folder.resolve("c.txt");
    try (OutputStream out = OutputFiles.create(file.toString())) {
      out.write("half".getBytes(StandardCharsets.UTF_8));
      out.flush();
      assertThat(Files.exists(file), is(false));
    }
    assertThat(Files.exists(file), is(true));
  }

  @Test
  void givesTheFileThePermissionsOfAnyNewFile() throws Exception {
    Path plain = Files.createFile(folder.resolve("plain.txt"));
    Path file = folder.resolve("c.txt");
    write(file, "text");
    assertThat(Files.getPosixFilePermissions(file), is(Files.getPosixFilePermissions(plain)));
  }

  @Test
  void leavesNothingButTheFile() throws Exception {
    write(folder.resolve("c.txt"), "text");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString).toList(), contains("c.txt"));
    }
  }

  @Test
  void tellsTheSizeOfAFileAndThatThereIsNone() throws Exception {
    Path file = folder.resolve("c.txt");
    assertThat(OutputFiles.size(file.toString()), is(Optional.empty()));
    write(file, "text");
    assertThat(OutputFiles.size(file.toString()), is(Optional.of(4L)));
  }

  @Test
  void saysThatAFileIsMissing() {
    assertThrows(
        FileNotFoundException.class, () -> OutputFiles.open(folder.resolve("none").toString()));
  }

  @Test
  void listsAndDeletesFilesByAPatternOfTheirNames() throws Exception {
    write(folder.resolve("a-2.txt"), "");
    write(folder.resolve("a-1.txt"), "");
    write(folder.resolve("b.txt"), "");
    Files.createDirectory(folder.resolve("a-folder.txt"));
    assertThat(names(folder, "a-*.txt"), contains("a-1.txt", "a-2.txt"));
    OutputFiles.deleteAll(folder.toString(), "a-*.txt");
    assertThat(names(folder, "a-*.txt"), is(empty()));
    assertThat(names(folder, "*"), contains("b.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r[1]", "r*", "r?", "r{1,2}", "r\\1"})
  void takesNoPathForAPattern(String name) throws Exception {
    Path sibling = folder.resolve("r1");
    Path named = folder.resolve(name);
    write(sibling.resolve("a-1.txt"), "sibling");
    assertThat(names(named, "a-*.txt"), is(empty()));
    assertThat(OutputFiles.size(named.resolve("a-1.txt").toString()), is(Optional.empty()));

    write(named.resolve("a-1.txt"), "named");
    assertThat(names(named, "a-*.txt"), contains("a-1.txt"));
    OutputFiles.deleteAll(named.toString(), "a-*.txt");
    OutputFiles.delete(named.resolve("a-1.txt").toString());
    assertThat(names(sibling, "a-*.txt"), contains("a-1.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"r[1]", "r*", "r?", "r{1,2}"})
  void takesNoPathOfAnotherFileSystemForAPattern(String name) throws Exception {
    MemoryFileSystem.reset();
    MemoryFileSystem.put("memory://account/r1/a-1.txt", "sibling");
    String named = "memory://account/" + name;
    assertThat(OutputFiles.list(named, "a-*.txt"), is(empty()));
    assertThat(OutputFiles.size(named + "/a-1.txt"), is(Optional.empty()));

    MemoryFileSystem.put(named + "/a-1.txt", "named");
    assertThat(OutputFiles.list(named, "a-*.txt"), contains(named + "/a-1.txt"));
    assertThat(OutputFiles.size(named + "/a-1.txt"), is(Optional.of(5L)));
    OutputFiles.deleteAll(named, "a-*.txt");
    assertThat(MemoryFileSystem.names(), contains("memory://account/r1/a-1.txt"));
  }

  @Test
  void readsAndWritesAPathWithAScheme() throws Exception {
    Path file = folder.resolve("c.txt");
    String address = "file://" + file;
    try (OutputStream out = OutputFiles.create(address)) {
      out.write('x');
    }
    assertThat(Files.readString(file), is("x"));
    assertThat(OutputFiles.size(address), is(Optional.of(1L)));
  }

  private static List<String> names(Path folder, String names) throws IOException {
    return OutputFiles.list(folder.toString(), names).stream()
        .map(path -> Path.of(path).getFileName().toString())
        .toList();
  }

  private static void write(Path file, String text) throws IOException {
    try (OutputStream out = OutputFiles.create(file.toString())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void makesARelativeLocalPathAbsolute() {
    assertThat(
        OutputFiles.absolute("models/../results"),
        is(Path.of("results").toAbsolutePath().toString()));
  }

  @Test
  void leavesThePathsOfOtherFileSystemsAlone() {
    assertThat(
        OutputFiles.absolute("azfs://account/container/results"),
        is("azfs://account/container/results"));
  }

  @Test
  void keepsTheOldFileWhenTheNewOneCannotBeWrittenToItsEnd() throws Exception {
    Path file = folder.resolve("c.txt");
    write(file, "old");
    assertThrows(
        IllegalStateException.class,
        () ->
            OutputFiles.write(
                folder.toString(),
                "c.txt",
                out -> {
                  out.write('n');
                  throw new IllegalStateException("no more");
                }));
    assertThat(Files.readString(file), is("old"));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList(), contains(file));
    }
  }

  @Test
  void deletesWhatALostWorkerLeftUnfinished() throws Exception {
    Path file = folder.resolve("c.txt");
    write(file, "text");
    Files.writeString(folder.resolve(".c.txt.4711-0.part"), "te");
    OutputFiles.deleteUnfinished(folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList(), contains(file));
    }
  }

  @Test
  void findsNothingUnfinishedInAMissingFolder() throws Exception {
    OutputFiles.deleteUnfinished(folder.resolve("missing").toString());
    assertThat(Files.exists(folder.resolve("missing")), is(false));
  }
}
