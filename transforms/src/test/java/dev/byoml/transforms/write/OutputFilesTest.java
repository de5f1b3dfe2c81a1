package dev.byoml.transforms.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
  void listsAndDeletesWhatAGlobNames() throws Exception {
    write(folder.resolve("a-2.txt"), "");
    write(folder.resolve("a-1.txt"), "");
    write(folder.resolve("b.txt"), "");
    String glob = OutputFiles.in(folder.toString(), "a-*.txt");
    assertThat(
        OutputFiles.list(glob).stream()
            .map(path -> Path.of(path).getFileName().toString())
            .toList(),
        contains("a-1.txt", "a-2.txt"));
    OutputFiles.delete(glob);
    assertThat(OutputFiles.list(glob), is(empty()));
    assertThat(
        OutputFiles.list(OutputFiles.in(folder.toString(), "*")).stream()
            .map(path -> Path.of(path).getFileName().toString())
            .toList(),
        containsInAnyOrder("b.txt"));
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
                file.toString(),
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
