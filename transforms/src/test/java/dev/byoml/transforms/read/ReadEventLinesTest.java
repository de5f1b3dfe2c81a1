package dev.byoml.transforms.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.transforms.source.InputNotFoundException;
import dev.byoml.transforms.source.InputPiece;
import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.SourceLineCoder;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.testing.MemoryFileSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadEventLinesTest {
  private static final String WORKSPACE =
      "WorkspaceResourceId=/subscriptions/s/resourcegroups/g/providers"
          + "/microsoft.operationalinsights/workspaces/w";
  private static final TimeRange LAST_DAY_OF_MAY =
      TimeRange.parse("2021-05-31", "2021-06-01T00:05:00Z", null);

  @TempDir Path folder;

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Nested
  class Folders {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "am-securityevent",
          "am-securityevent/",
          "am-securityevent/WorkspaceResourceId=",
          "am-securityevent/" + WORKSPACE,
          "am-securityevent/" + WORKSPACE + "/y=2021",
          ""
        })
    void readsOfAnExportWhatIsInTheRangeAtEveryLevel(String level) throws IOException {
      writeExport("");
      assertReads(
          ReadEventLines.from(folder + "/" + level).within(LAST_DAY_OF_MAY),
          "hour",
          "late",
          "more",
          "june");
    }

    @Test
    void readsATimeFolderOnlyAsFarAsItIsInTheRange() throws IOException {
      writeExport("");
      assertReads(
          ReadEventLines.from(folder + "/am-securityevent/" + WORKSPACE + "/y=2021/m=05")
              .within(LAST_DAY_OF_MAY),
          "hour",
          "late",
          "more");
    }

    @Test
    void readsTheWholeExportWithoutARange() throws IOException {
      writeExport("");
      assertReads(
          ReadEventLines.from(folder.toString()),
          "before",
          "hour",
          "late",
          "more",
          "june",
          "after");
    }

    @Test
    void readsTheFilesOfEventsInAPlainFolderAndBelow() throws IOException {
      write("a.json", "json\n");
      write("b.JSONL", "jsonl\n");
      write("sub/c.tsv", "tsv\n");
      write("sub/deeper/d.csv", "csv\n");
      Files.write(folder.resolve("sub/e.json.gz"), gzip("gz\n"));
      write("README.md", "no event\n");
      write(".hidden.json", "no event\n");
      write("f.json.bak", "no event\n");
      assertReads(ReadEventLines.from(folder.toString()), "json", "jsonl", "tsv", "csv", "gz");
    }

    @Test
    void readsNothingFromAnEmptyFolder() {
      assertReads(ReadEventLines.from(folder.toString()));
    }

    @Test
    void readsAFolderNamedRelativeToTheWorkingDirectory() throws IOException {
      write("a.json", "json\n");
      Path relative = Path.of("").toAbsolutePath().relativize(folder);
      assertReads(ReadEventLines.from(relative.toString()), "json");
    }
  }

  @Nested
  class FilesAndPatterns {

    @Test
    void readsAFileOfAnyName() throws IOException {
      write("events.log", "one\ntwo\n");
      assertReads(ReadEventLines.from(folder + "/events.log"), "one", "two");
    }

    @Test
    void readsAFileWhoseNameHoldsCharactersOfAPattern() throws IOException {
      write("events[1].json", "one\n");
      assertReads(ReadEventLines.from(folder + "/events[1].json"), "one");
    }

    @Test
    void readsTheFilesThatMatchAPattern() throws IOException {
      write("a1.log", "a1\n");
      write("a2.log", "a2\n");
      write("b1.log", "b1\n");
      assertReads(ReadEventLines.from(folder + "/a*.log"), "a1", "a2");
    }

    @Test
    void readsTheEventsInFoldersThatMatchAPattern() throws IOException {
      write("d=01/a.json", "first\n");
      write("d=02/h=00/a.json", "second\n");
      write("d=11/a.json", "eleventh\n");
      write("d=01/notes.txt", "no event\n");
      assertReads(ReadEventLines.from(folder + "/d=0*"), "first", "second");
    }

    @Test
    void readsEachFileOnceWhereAPatternGoesDown() throws IOException {
      write("x/a.json", "a\n");
      write("x/y/b.json", "b\n");
      assertReads(ReadEventLines.from(folder + "/x/**"), "a", "b");
    }

    @Test
    void leavesOutFilesOfAnExportThatMatchButLieOutsideTheRange() throws IOException {
      writeExport("");
      assertReads(
          ReadEventLines.from(folder + "/am-securityevent/" + WORKSPACE + "/y=*/m=*/d=*")
              .within(LAST_DAY_OF_MAY),
          "hour",
          "late",
          "more",
          "june");
    }
  }

  @Nested
  class Bytes {

    @Test
    void readsALargeFileInPiecesAsIfInOne() throws IOException {
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        lines.add("x".repeat(i % 17) + i);
      }
      write("large.json", String.join("\n", lines));
      assertReads(
          ReadEventLines.from(folder + "/large.json").inPiecesOf(10), lines.toArray(String[]::new));
    }

    @Test
    void saysWhereEachLineStands() throws IOException {
      write("a.json", "\uFEFFone\r\ntwo\n");
      String path = folder + "/a.json";
      PAssert.that(pipeline.apply(ReadEventLines.from(path)))
          .containsInAnyOrder(
              SourceLine.of(path, 0, bytes("one")), SourceLine.of(path, 8, bytes("two")));
      pipeline.run();
    }

    @Test
    void marksALineOfTwentyFiveMegabytesAndReadsOn() throws IOException {
      write("a.json", "one\n" + "x".repeat(25 << 20) + "\ntwo\n");
      assertReads(ReadEventLines.from(folder + "/a.json"), "one", "LINE_TOO_LONG", "two");
    }

    @Test
    void readsAllMembersOfACompressedFile() throws IOException {
      Files.write(folder.resolve("a.json.gz"), joined(gzip("one\ntw"), gzip("o\nthree")));
      assertReads(ReadEventLines.from(folder + "/a.json.gz"), "one", "two", "three");
    }

    @Test
    void readsTheLinesBeforeTheEndOfATruncatedCompressedFile() throws IOException {
      byte[] whole = gzip("one\ntwo\nthr");
      // The last eight bytes are checksum and length.
      Files.write(folder.resolve("a.json.gz"), Arrays.copyOf(whole, whole.length - 8));
      assertReads(ReadEventLines.from(folder + "/a.json.gz"), "one", "two", "CORRUPT_GZIP");
    }

    @Test
    void readsTheLinesBeforeAWrongChecksum() throws IOException {
      byte[] damaged = gzip("one\ntwo\n");
      damaged[damaged.length - 6] ^= 1;
      Files.write(folder.resolve("a.json.gz"), damaged);
      assertReads(ReadEventLines.from(folder + "/a.json.gz"), "one", "two", "CORRUPT_GZIP");
    }

    @Test
    void readsTheMembersBeforeWhatIsNoMember() throws IOException {
      Files.write(folder.resolve("a.json.gz"), joined(gzip("one\n"), bytes("no gzip")));
      assertReads(ReadEventLines.from(folder + "/a.json.gz"), "one", "CORRUPT_GZIP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "neither gzip nor rows\n"})
    void marksAFileThatIsNotCompressedThoughItsNameSaysSo(String content) throws IOException {
      write("a.json.gz", content);
      assertReads(ReadEventLines.from(folder + "/a.json.gz"), "CORRUPT_GZIP");
    }

    @Test
    void readsRowsThatAreNotCompressedThoughTheirNameSaysSo() throws IOException {
      write("a.json.gz", "{\"this\":\"is plain text\"}\n");
      assertReads(ReadEventLines.from(folder + "/a.json.gz"), "{\"this\":\"is plain text\"}");
    }

    @Test
    void failsTheRunWithTheNameOfAFileThatCannotBeRead() {
      String gone = folder + "/gone.json";
      pipeline
          .apply(Create.<InputPiece>of(new FileRange(gone, 0, 10)).withCoder(InputPiece.CODER))
          .apply(ParDo.of(new ReadEventLines.ReadLinesFn(null)))
          .setCoder(SourceLineCoder.of());
      PipelineExecutionException e = assertThrows(PipelineExecutionException.class, pipeline::run);
      assertThat(e.getMessage(), containsString("cannot read " + gone));
    }
  }

  @Nested
  class Blobs {

    @BeforeEach
    void emptyTheStore() {
      MemoryFileSystem.reset();
    }

    @Test
    void opensOnlyFilesInTheRange() throws IOException {
      writeExport("memory://account/");
      assertReads(
          ReadEventLines.from("memory://account/am-securityevent").within(LAST_DAY_OF_MAY),
          "hour",
          "late",
          "more",
          "june");
      assertThat(
          MemoryFileSystem.opened(),
          containsInAnyOrder(
              blob("y=2021/m=05/d=31/h=00/m=00/PT1H.json"),
              blob("y=2021/m=05/d=31/h=23/m=55/PT05M.json"),
              blob("y=2021/m=05/d=31/h=23/m=55/PT05M_1.json"),
              blob("y=2021/m=06/d=01/h=00/m=00/PT05M.json")));
    }

    @Test
    void listsOfAWorkspaceOnlyTheFoldersInTheRange() throws IOException {
      writeExport("memory://account/");
      assertReads(
          ReadEventLines.from(blob("")).within(LAST_DAY_OF_MAY), "hour", "late", "more", "june");
      assertThat(
          MemoryFileSystem.listed(),
          containsInAnyOrder(blob("y=2021/m=05/d=31/**"), blob("y=2021/m=06/d=01/h=00/**")));
    }

    @Test
    void readsAFolder() {
      MemoryFileSystem.put("memory://c/events/a.json", "a\n");
      MemoryFileSystem.put("memory://c/events/sub/b.json", "b\n");
      MemoryFileSystem.put("memory://c/others/c.json", "c\n");
      assertReads(ReadEventLines.from("memory://c/events/"), "a", "b");
    }

    @Test
    void readsAFolderThatAnEmptyBlobStandsFor() {
      MemoryFileSystem.put("memory://c/events", "");
      MemoryFileSystem.put("memory://c/events/a.json", "a\n");
      assertReads(ReadEventLines.from("memory://c/events"), "a");
    }

    @Test
    void readsABlob() {
      MemoryFileSystem.put("memory://c/a", "a\n");
      assertReads(ReadEventLines.from("memory://c/a"), "a");
    }

    @Test
    void checksThatTheContainerIsThere() {
      MemoryFileSystem.put("memory://c/a.json", "a\n");
      ReadEventLines.checkReadable("memory://c/folder");
      InputNotFoundException e =
          assertThrows(
              InputNotFoundException.class,
              () -> ReadEventLines.checkReadable("memory://other/folder"));
      assertThat(
          e.getMessage(),
          is("the input memory://other/folder cannot be read: Status code 404, ContainerNotFound"));
    }

    @Test
    void checksAContainerWithoutListingIt() {
      MemoryFileSystem.put("memory://c/a.json", "a\n");
      ReadEventLines.checkReadable("memory://c");
      assertThat(MemoryFileSystem.listed(), contains("memory://c/.sentinel-byoml-probe/*"));
      assertThat(MemoryFileSystem.opened(), is(empty()));
    }
  }

  @Nested
  class Checks {

    @Test
    void acceptsAFileAFolderAndAPattern() throws IOException {
      write("a.json", "a\n");
      ReadEventLines.checkReadable(folder + "/a.json");
      ReadEventLines.checkReadable(folder.toString());
      ReadEventLines.checkReadable(folder + "/*.json");
      ReadEventLines.checkReadable(folder.getParent() + "/" + folder.getFileName() + "*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/missing", "/missing.json", "/missing*", "/a.json/b.json"})
    void rejectsWhatIsNotThere(String name) throws IOException {
      write("a.json", "a\n");
      InputNotFoundException e =
          assertThrows(
              InputNotFoundException.class, () -> ReadEventLines.checkReadable(folder + name));
      assertThat(e.getMessage(), allOf(containsString(folder + name), not(containsString("\n"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nosuchscheme://account/container"})
    void rejectsWhatIsNoPath(String input) {
      assertThrows(InputNotFoundException.class, () -> ReadEventLines.checkReadable(input));
    }

    @Test
    void rejectsAFolderWhosePathTheFileSystemTakesForAPattern() throws IOException {
      Files.createDirectory(folder.resolve("a{b}"));
      InputNotFoundException e =
          assertThrows(
              InputNotFoundException.class, () -> ReadEventLines.checkReadable(folder + "/a{b}"));
      assertThat(e.getMessage(), containsString("holds one of"));
    }

    @Test
    void rejectsAMissingInputWhenThePipelineIsMade() {
      assertThrows(
          InputNotFoundException.class,
          () -> pipeline.apply(ReadEventLines.from(folder + "/missing")));
    }
  }

  private void assertReads(ReadEventLines read, String... lines) {
    PCollection<String> texts =
        pipeline
            .apply(read)
            .apply(
                MapElements.into(TypeDescriptors.strings()).via(ReadEventLinesTest::textOrProblem));
    if (lines.length == 0) {
      PAssert.that(texts).empty();
    } else {
      PAssert.that(texts).containsInAnyOrder(lines);
    }
    pipeline.run();
  }

  private static String textOrProblem(SourceLine line) {
    return line.problem() == null
        ? new String(line.bytes(), StandardCharsets.UTF_8)
        : line.problem().toString();
  }

  private static String blob(String path) {
    String workspace = "memory://account/am-securityevent/" + WORKSPACE;
    return path.isEmpty() ? workspace : workspace + "/" + path;
  }

  /** Writes an export, a line for each file; {@code store} is empty for the test's folder. */
  private void writeExport(String store) throws IOException {
    String[][] files = {
      {"y=2021/m=05/d=30/h=23/m=55/PT05M.json", "before"},
      {"y=2021/m=05/d=31/h=00/m=00/PT1H.json", "hour"},
      {"y=2021/m=05/d=31/h=23/m=55/PT05M.json", "late"},
      {"y=2021/m=05/d=31/h=23/m=55/PT05M_1.json", "more"},
      {"y=2021/m=06/d=01/h=00/m=00/PT05M.json", "june"},
      {"y=2021/m=06/d=01/h=00/m=05/PT05M.json", "after"},
    };
    for (String[] file : files) {
      String path = "am-securityevent/" + WORKSPACE + "/" + file[0];
      if (store.isEmpty()) {
        write(path, file[1] + "\n");
      } else {
        MemoryFileSystem.put(store + path, file[1] + "\n");
      }
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes(text));
    }
    return compressed.toByteArray();
  }

  private static byte[] joined(byte[] one, byte[] other) throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(one);
    both.write(other);
    return both.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
