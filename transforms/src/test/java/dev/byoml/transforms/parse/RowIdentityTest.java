package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowIdentityTest {
  @Property
  void takesAUuidForItsOwnBits(@ForAll long high, @ForAll long low) {
    assertThat(bits(new UUID(high, low).toString()), is(List.of(high, low)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row-1",
        "0AB3A3B5-8C0B-4D1C-9E4F-0A1B2C3D4E5F",
        "0ab3a3b5-8c0b-4d1c-9e4f-0a1b2c3d4e5g",
        "0ab3a3b508c0b-4d1c-9e4f-0a1b2c3d4e5f",
        "0ab3a3b5-8c0b-4d1c-9e4f-0a1b2c3d4e5f0",
        "0ab3a3b5-8c0b-4d1c-9e4f-0a1b2c3d4e\u00e9"
      })
  void takesTheDigestOfAnyOtherText(String identity) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
    assertThat(
        bits(identity),
        is(
            List.of(
                java.nio.ByteBuffer.wrap(digest).getLong(0),
                java.nio.ByteBuffer.wrap(digest).getLong(8))));
  }

  @Test
  void tellsUuidsApartThatDifferInCase() {
    String lower = "0ab3a3b5-8c0b-4d1c-9e4f-0a1b2c3d4e5f";
    assertThat(bits(lower.toUpperCase(java.util.Locale.ROOT)), is(not(bits(lower))));
  }

  private static List<Long> bits(String text) {
    RowIdentity identity = new RowIdentity();
    identity.set(text);
    return List.of(identity.high(), identity.low());
  }
}
