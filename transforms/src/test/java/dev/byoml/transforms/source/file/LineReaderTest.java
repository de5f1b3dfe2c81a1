package dev.byoml.transforms.source.file;

import static java.util.stream.Collectors.joining;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.byoml.transforms.source.InputPiece.FileRange;
import dev.byoml.transforms.source.LineProblem;
import dev.byoml.transforms.source.SourceLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineReaderTest {
  private static final String SOURCE = "events.json";
  private static final int LONGEST = 20;

  @Test
  void endsLinesAtLineFeedsWithOrWithoutCarriageReturn() throws IOException {
    assertThat(
        read("one\ntwo\r\nthree\n"), contains(line(0, "one"), line(4, "two"), line(9, "three")));
  }

  @Test
  void readsALastLineThatHasNoEnd() throws IOException {
    assertThat(read("one\ntwo"), contains(line(0, "one"), line(4, "two")));
  }

  @Test
  void readsEmptyLines() throws IOException {
    assertThat(read("\n\r\none\n"), contains(line(0, ""), line(1, ""), line(3, "one")));
  }

  @Test
  void keepsACarriageReturnWithinALine() throws IOException {
    assertThat(read("one\rtwo\r\r\n"), contains(line(0, "one\rtwo\r")));
  }

  @Test
  void leavesTheLinesBeforeALineAtHandAsTheyAre() throws IOException {
    String file = IntStream.range(0, 100_000).mapToObj(i -> i + "\n").collect(joining());
    LineReader reader = LineReader.ofWhole(new ByteArrayInputStream(bytes(file)), SOURCE, LONGEST);
    List<String> texts = new ArrayList<>();
    List<SourceLine> held = new ArrayList<>();
    for (SourceLine line = reader.next(); line != null; line = reader.next()) {
      held.add(line);
      if (!reader.hasNextAtHand()) {
        held.forEach(one -> texts.add(new String(one.bytes(), StandardCharsets.UTF_8)));
        held.clear();
      }
    }
    assertThat(texts, is(IntStream.range(0, 100_000).mapToObj(Integer::toString).toList()));
  }

  @Test
  void hasNoLineAtHandThatBeginsBehindTheRange() throws IOException {
    LineReader reader =
        LineReader.ofRange(
            new ByteArrayInputStream(bytes("one\ntwo\n")), new FileRange(SOURCE, 0, 4), LONGEST);
    reader.next();
    assertThat(reader.hasNextAtHand(), is(false));
    assertThat(reader.next(), is(nullValue()));
  }

  @Test
  void readsNothingFromAnEmptyFile() throws IOException {
    assertThat(read(""), is(empty()));
  }

  @Test
  void leavesOutTheByteOrderMarkOfTheFile() throws IOException {
    assertThat(read("\uFEFFone\ntwo\n"), contains(line(0, "one"), line(7, "two")));
  }

  @Test
  void keepsAByteOrderMarkThatIsNotAtTheStart() throws IOException {
    assertThat(read("one\n\uFEFFtwo\n"), contains(line(0, "one"), line(4, "\uFEFFtwo")));
  }

  @Test
  void readsALineOfTheGreatestLengthWhateverItsEnd() throws IOException {
    String longest = "x".repeat(LONGEST);
    assertThat(
        read("\uFEFF" + longest + "\r\n" + longest),
        contains(line(0, longest), line(LONGEST + 5, longest)));
  }

  @Test
  void marksALineThatIsTooLongAndReadsOn() throws IOException {
    String tooLong = "x".repeat(LONGEST + 1);
    assertThat(
        read(tooLong + "\none\n"),
        contains(
            new SourceLine(SOURCE, 0, bytes(tooLong), LineProblem.LINE_TOO_LONG),
            line(LONGEST + 2, "one")));
  }

  @Test
  void keepsLittleOfALineThatIsMuchTooLong() throws IOException {
    LineReader reader = LineReader.ofWhole(new LongLine(25L << 20), SOURCE, 1 << 20);
    SourceLine line = reader.next();
    assertThat(line.problem(), is(LineProblem.LINE_TOO_LONG));
    assertThat(line.bytes().length, is(1024));
    assertThat(reader.next(), is(line((25L << 20) + 1, "after")));
  }

  @Test
  void tellsWhereItWasWhenReadingFails() throws IOException {
    InputStream failing =
        new InputStream() {
          private final InputStream before = new ByteArrayInputStream(bytes("one\ntwo"));

          @Override
          public int read() throws IOException {
            int next = before.read();
            if (next < 0) {
              throw new IOException("damaged");
            }
            return next;
          }

          @Override
          public int read(byte[] bytes, int start, int length) throws IOException {
            bytes[start] = (byte) read();
            return 1;
          }
        };
    LineReader reader = LineReader.ofWhole(failing, SOURCE, LONGEST);
    List<SourceLine> lines = new ArrayList<>();
    try {
      lines.add(reader.next().copy());
      lines.add(reader.next().copy());
    } catch (IOException e) {
      lines.add(reader.unfinished(LineProblem.CORRUPT_GZIP));
    }
    assertThat(
        lines,
        contains(
            line(0, "one"), new SourceLine(SOURCE, 4, bytes("two"), LineProblem.CORRUPT_GZIP)));
  }

  @Property
  void readsTheSameLinesHoweverAFileIsCut(
      @ForAll("files") byte[] file, @ForAll @IntRange(min = 1, max = 60) int piece)
      throws IOException {
    List<SourceLine> inPieces = new ArrayList<>();
    for (int start = 0; start < file.length; start += piece) {
      FileRange range = new FileRange(SOURCE, start, Math.min(file.length, start + piece));
      int first = (int) LineReader.firstByte(range);
      InputStream in = new ByteArrayInputStream(file, first, file.length - first);
      inPieces.addAll(all(LineReader.ofRange(in, range, LONGEST)));
    }
    assertThat(inPieces, is(read(file)));
  }

  @Property
  void givesTheBytesThatStandAtThePositionOfTheLine(@ForAll("files") byte[] file)
      throws IOException {
    for (SourceLine line : read(file)) {
      int start = (int) line.position();
      start += start == 0 && startsWithByteOrderMark(file) ? 3 : 0;
      assertThat(Arrays.copyOfRange(file, start, start + line.bytes().length), is(line.bytes()));
      assertThat(start == 0 || line.position() == 0 || file[start - 1] == '\n', is(true));
    }
  }

  @Property
  void countsALineForEachLineFeedAndForWhatFollowsTheLast(@ForAll("files") byte[] file)
      throws IOException {
    int expected = 0;
    for (byte character : file) {
      expected += character == '\n' ? 1 : 0;
    }
    expected += file.length > 0 && file[file.length - 1] != '\n' ? 1 : 0;
    assertThat(read(file).size(), is(expected));
  }

  @Property
  void neverGivesALongerLineThanAllowed(@ForAll("files") byte[] file) throws IOException {
    for (SourceLine line : read(file)) {
      if (line.problem() == null) {
        assertThat(line.bytes().length, is(lessThanOrEqualTo(LONGEST)));
      }
    }
  }

  @Provide
  Arbitrary<byte[]> files() {
    return Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.of("a", "bc", "\u00e9")),
            Tuple.of(3, Arbitraries.of("\n", "\r\n", "\r")),
            Tuple.of(1, Arbitraries.of("\uFEFF", "0123456789012345678", "\0")))
        .list()
        .ofMaxSize(60)
        .map(parts -> bytes(String.join("", parts)));
  }

  private static boolean startsWithByteOrderMark(byte[] file) {
    return file.length > 2 && file[0] == (byte) 0xEF && file[1] == (byte) 0xBB;
  }

  private static SourceLine line(long position, String text) {
    return SourceLine.of(SOURCE, position, bytes(text));
  }

  private static List<SourceLine> read(String file) throws IOException {
    return read(bytes(file));
  }

  private static List<SourceLine> read(byte[] file) throws IOException {
    return all(LineReader.ofWhole(new ByteArrayInputStream(file), SOURCE, LONGEST));
  }

  private static List<SourceLine> all(LineReader reader) throws IOException {
    List<SourceLine> lines = new ArrayList<>();
    for (SourceLine line = reader.next(); line != null; line = reader.next()) {
      lines.add(line.copy());
    }
    return lines;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A line that repeats a letter, and after it one more. */
  private static final class LongLine extends InputStream {
    private final InputStream after = new ByteArrayInputStream(bytes("\nafter\n"));
    private long left;

    LongLine(long letters) {
      this.left = letters;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? 'x' : after.read();
    }
  }
}
