package dev.byoml.transforms.source;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class Utf8Test {
  @Property(tries = 5000)
  void agreesWithTheDecoderOfThePlatform(@ForAll("nearlyUtf8") byte[] bytes) {
    assertThat(Utf8.isCorrect(bytes, 0, bytes.length), is(decodes(bytes, 0, bytes.length)));
  }

  @Property
  void acceptsEveryText(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.isCorrect(bytes, 0, bytes.length), is(true));
  }

  @Test
  void agreesWithTheDecoderOnEveryFirstAndSecondByte() {
    byte[] bytes = {'a', 0, 0, (byte) 0x80, (byte) 0xBF, 'b'};
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        bytes[1] = (byte) first;
        bytes[2] = (byte) second;
        for (int end = 2; end <= bytes.length; end++) {
          assertThat(Utf8.isCorrect(bytes, 1, end), is(decodes(bytes, 1, end)));
        }
      }
    }
  }

  @Provide
  Arbitrary<byte[]> nearlyUtf8() {
    return Arbitraries.of(
            "a", "\u00e9", "\u4e2d", "\ud83d\ude00", "\u0800", "\uffff", "\udbff\udfff")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .flatMap(
            text ->
                Arbitraries.frequencyOf(
                    net.jqwik.api.Tuple.of(9, Arbitraries.just(text)),
                    net.jqwik.api.Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofSize(2))))
        .list()
        .ofMaxSize(12)
        .map(
            parts -> {
              ByteBuffer all = ByteBuffer.allocate(48);
              parts.forEach(all::put);
              byte[] bytes = new byte[all.position()];
              all.flip().get(bytes);
              return bytes;
            });
  }

  private static boolean decodes(byte[] bytes, int start, int end) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
