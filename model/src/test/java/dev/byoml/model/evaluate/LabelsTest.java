package dev.byoml.model.evaluate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {
  private static final LabelledPair FOUND =
      new LabelledPair(new AccessKey("t", "alice", "\\\\fs\\hr"), true);
  private static final LabelledPair HARMLESS =
      new LabelledPair(new AccessKey("t", "bob", "\\\\fs\\it"), false);

  @Test
  void readsAPairOfEachLine() {
    assertThat(
        Labels.parse("t\tbob\t\\\\fs\\it\t0\r\n\r\nt\talice\t\\\\fs\\hr\t1\n"),
        contains(FOUND, HARMLESS));
  }

  @Test
  void countsAPairGivenTwiceOnce() {
    assertThat(
        Labels.parse("t\tbob\t\\\\fs\\it\t0\nt\tbob\t\\\\fs\\it\t0\nt\talice\t\\\\fs\\hr\t1\n"),
        contains(FOUND, HARMLESS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"t\tbob\tx\t2", "t\tbob\tx", "t,bob,x,1", "t\tbob\tx\ty\t1"})
  void namesTheLineThatIsWrong(String line) {
    var e =
        assertThrows(IllegalArgumentException.class, () -> Labels.parse("t\talice\tx\t1\n" + line));
    assertThat(e.getMessage(), containsString("line 2: expected tenant, user, resource"));
  }

  @Test
  void refusesTwoLabelsOfOnePair() {
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> Labels.parse("t\tbob\tx\t0\nt\tbob\tx\t1"));
    assertThat(e.getMessage(), containsString("line 2: the same access had the other label"));
  }

  @Test
  void refusesLabelsThatAreAllAlike() {
    var e = assertThrows(IllegalArgumentException.class, () -> Labels.parse("t\tbob\tx\t0"));
    assertThat(e.getMessage(), containsString("both labels"));
  }
}
