package dev.byoml.transforms.source.list;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.UnreadableInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalListerTest {
  @TempDir Path folder;

  @BeforeEach
  void writeEvents() throws IOException {
    Files.createDirectories(folder.resolve("in/b"));
    Files.writeString(folder.resolve("in/a.json"), "a\n");
    Files.writeString(folder.resolve("in/b/b.json"), "b\n");
  }

  @Test
  void listsWhatIsInAFolder() throws IOException {
    assertThat(list("in"), contains("in/a.json", "in/b/b.json"));
  }

  @Test
  void listsAFileOnceThatALoopOfLinksLeadsTo() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/b/loop"), folder.resolve("in"));
    assertThat(list("in"), contains("in/a.json", "in/b/b.json"));
  }

  @Test
  void listsAFileOnceThatHasTwoNames() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/again.json"), folder.resolve("in/b/b.json"));
    Files.createLink(folder.resolve("in/hard.json"), folder.resolve("in/a.json"));
    Files.createSymbolicLink(folder.resolve("in/z"), folder.resolve("in/b"));
    assertThat(list("in"), contains("in/a.json", "in/again.json"));
  }

  @Test
  void listsAFileOnceThatTwoPatternsOfAnInputLeadTo() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/c.json"), folder.resolve("in/b/b.json"));
    assertThat(list("in/*"), contains("in/a.json", "in/c.json"));
  }

  @Test
  void listsFilesOutsideThatALinkLeadsTo() throws IOException {
    Files.createDirectory(folder.resolve("other"));
    Files.writeString(folder.resolve("other/o.json"), "o\n");
    Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("other"));
    assertThat(list("in"), contains("in/a.json", "in/b/b.json", "in/link/o.json"));
  }

  @Test
  void refusesALinkToNothing() throws IOException {
    Files.createSymbolicLink(folder.resolve("in/gone.json"), folder.resolve("gone"));
    UnreadableInputException e = assertThrows(UnreadableInputException.class, () -> list("in"));
    assertThat(e.getMessage(), containsString("in/gone.json: it is a link to nothing"));
  }

  @Test
  void refusesAPipe() throws Exception {
    Path pipe = folder.resolve("in/pipe.json");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    assertThat(made, is(0));
    UnreadableInputException e = assertThrows(UnreadableInputException.class, () -> list("in"));
    assertThat(e.getMessage(), containsString("pipe.json: it is a pipe or device"));
    assertThat(
        assertThrows(
                InputNotFoundException.class, () -> EventInput.of(pipe.toString()).checkReadable())
            .getMessage(),
        containsString("a pipe or device"));
  }

  private List<String> list(String input) throws IOException {
    List<String> found = new ArrayList<>();
    for (List<InputPattern> together :
        EventInput.of(folder.resolve(input).toString()).patternsListedTogether(TimeRange.ALL)) {
      LocalLister lister = new LocalLister();
      for (InputPattern pattern : together) {
        lister.list(
            pattern,
            TimeRange.ALL,
            file -> found.add(folder.relativize(Path.of(file.path())).toString()));
      }
    }
    return found;
  }
}
