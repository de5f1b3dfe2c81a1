package dev.byoml.transforms.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class WordsTest {
  @Property
  void findsTheFirstLineFeed(@ForAll("texts") byte[] text, @ForAll @IntRange(max = 9) int start) {
    int from = Math.min(start, text.length);
    int expected = from;
    while (expected < text.length && text[expected] != '\n') {
      expected++;
    }
    assertThat(Words.lineFeed(text, from, text.length), is(expected));
  }

  @Property
  void findsWhatEndsPlainText(@ForAll("texts") byte[] text, @ForAll @IntRange(max = 9) int start) {
    int from = Math.min(start, text.length);
    int expected = from;
    while (expected < text.length
        && text[expected] >= ' '
        && text[expected] != '"'
        && text[expected] != '\\') {
      expected++;
    }
    assertThat(Words.endOfPlainText(text, from, text.length), is(expected));
  }

  @Property
  void findsTheFirstByteThatIsNoAscii(@ForAll("texts") byte[] text) {
    int expected = 0;
    while (expected < text.length && text[expected] >= 0) {
      expected++;
    }
    assertThat(Words.endOfAscii(text, 0, text.length), is(expected));
  }

  @Property
  void readsAsManyBytesAsThereAre(
      @ForAll("texts") byte[] text, @ForAll @IntRange(max = 30) int start) {
    int from = Math.min(start, text.length);
    byte[] eight =
        Arrays.copyOf(Arrays.copyOfRange(text, from, text.length), Math.max(8, text.length - from));
    assertThat(Words.upTo(text, from, text.length), is(Words.at(eight, 0)));
  }

  @Property
  void comparesByContent(@ForAll("texts") byte[] one, @ForAll("texts") byte[] other) {
    int length = Math.min(one.length, other.length);
    assertThat(
        Words.equal(one, 0, other, 0, length), is(Arrays.equals(one, 0, length, other, 0, length)));
    assertThat(Words.equal(one, 0, one.clone(), 0, one.length), is(true));
  }

  @Provide
  Arbitrary<byte[]> texts() {
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(12, Arbitraries.of((byte) 'a', (byte) 'b')),
            net.jqwik.api.Tuple.of(
                1, Arbitraries.of((byte) '\n', (byte) '"', (byte) '\\', (byte) 0x1F, (byte) ' ')),
            net.jqwik.api.Tuple.of(1, Arbitraries.bytes()))
        .array(byte[].class)
        .ofMaxSize(40);
  }
}
