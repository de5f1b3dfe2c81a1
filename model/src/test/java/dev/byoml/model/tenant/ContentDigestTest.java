package dev.byoml.model.tenant;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentDigestTest {

  @Test
  void isASha256OfTheValuesInBigEndianOrder() throws NoSuchAlgorithmException {
    byte[] bytes = ByteBuffer.allocate(24).putInt(7).putLong(8).putDouble(0.1).putInt(0).array();
    assertThat(
        new ContentDigest().add(7).add(8L).add(0.1).add("").toHex(),
        is(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes))));
  }

  @Test
  void isTheSameHoweverLongArraysMeetTheBuffer() throws NoSuchAlgorithmException {
    int[] values = new Random(5).ints(10_000).toArray();
    ByteBuffer bytes = ByteBuffer.allocate(4 + 1 + 4 + 4 * values.length);
    bytes.putInt(1).put((byte) 'x').putInt(values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    assertThat(
        new ContentDigest().add("x").add(values).toHex(),
        is(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()))));
  }

  private record Inner(boolean implicit, double alpha) {}

  private record Outer(int rank, long seed, String name, Affinity affinity, Inner inner) {}

  @Test
  void everyComponentOfARecordCounts() {
    Outer outer = new Outer(1, 2, "a", Affinity.DOT, new Inner(true, 0.5));
    String digest = new ContentDigest().add(outer).toHex();
    assertThat(
        new ContentDigest().add(new Outer(1, 2, "a", Affinity.DOT, new Inner(true, 0.5))).toHex(),
        is(digest));
    for (Outer other :
        List.of(
            new Outer(9, 2, "a", Affinity.DOT, new Inner(true, 0.5)),
            new Outer(1, 9, "a", Affinity.DOT, new Inner(true, 0.5)),
            new Outer(1, 2, "b", Affinity.DOT, new Inner(true, 0.5)),
            new Outer(1, 2, "a", Affinity.COSINE, new Inner(true, 0.5)),
            new Outer(1, 2, "a", Affinity.DOT, new Inner(false, 0.5)),
            new Outer(1, 2, "a", Affinity.DOT, new Inner(true, 0.25)))) {
      assertThat(new ContentDigest().add(other).toHex(), is(not(digest)));
    }
  }

  @Test
  void takesTheParametersOfTraining() {
    assertThat(
        new ContentDigest().add(TrainingParameters.DEFAULT).toHex(),
        is(not(new ContentDigest().add(TrainingParameters.CLASSIC).toHex())));
  }

  @Test
  void refusesARecordOfSomethingElse() {
    record Odd(List<String> names) {}
    assertThrows(
        IllegalArgumentException.class, () -> new ContentDigest().add(new Odd(List.of("x"))));
  }
}
