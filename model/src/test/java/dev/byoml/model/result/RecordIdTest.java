package dev.byoml.model.result;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.access.AccessKey;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordIdTest {
  private static final Instant FROM = Instant.parse("2020-09-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2020-09-02T00:00:00Z");

  @Test
  void isTheStartOfASha256OverPartsWithTheirLengths() throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String part :
        new String[] {"cafe", "2020-09-01T00:00:00Z", "2020-09-02T00:00:00Z", "t", "ömer", "r"}) {
      byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());

    assertThat(
        RecordId.of("cafe", FROM, TO, new AccessKey("t", "ömer", "r")),
        is(HexFormat.of().formatHex(digest, 0, 16)));
  }

  @Test
  void tellsApartWhatWouldBeTheSameTextInARow() {
    assertThat(
        RecordId.of("m", FROM, TO, new AccessKey("t", "ab", "c")),
        is(not(RecordId.of("m", FROM, TO, new AccessKey("t", "a", "bc")))));
  }
}
