package dev.byoml.transforms.parse.row;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Decodes lines one after the other. Not safe for use by several threads. */
final class LineText {
  private static final int FIRST_BUFFER = 1 << 12;

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private CharBuffer characters = CharBuffer.allocate(FIRST_BUFFER);

  /**
   * A line as text, valid until the next call.
   *
   * @throws RejectedException if it is not correct UTF-8
   */
  CharSequence decode(byte[] buffer, int start, int end) throws RejectedException {
    int length = end - start;
    if (characters.capacity() < length) {
      characters = CharBuffer.allocate(Math.max(length, 2 * characters.capacity()));
    }
    characters.clear();
    ByteBuffer input = ByteBuffer.wrap(buffer, start, length);
    CoderResult result = utf8.reset().decode(input, characters, true);
    if (result.isError()) {
      throw new RejectedException(
          RejectionReason.INVALID_UTF8,
          "at byte " + (input.position() - start + 1) + " of the line");
    }
    return characters.flip();
  }
}
