package dev.byoml.model.tail;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.study.RealSet;
import dev.byoml.model.study.Reference;
import dev.byoml.model.tenant.PairAffinity;
import dev.byoml.model.walk.TwoStepWalk;
import dev.byoml.model.walk.WalkExponents;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TwoSidedTailTest {
  @Test
  void joinsTheTailsOfColumnAndRow() {
    TwoSidedTail tail = TwoSidedTail.of(new Product(), 4, 5, 1);
    // Of the users 0 to 3, two fit resource 4 less well than user 2; of its resources four.
    double column = (2 + 0.5) / 4;
    double row = (4 + 0.5) / 5;
    assertThat(tail.of(2, 4), closeTo(-Math.log(1.005 - column) - Math.log(1.005 - row), 1e-12));
  }

  @Test
  void countsEqualAffinitiesHalf() {
    float[] sample = {1, 2, 2, 3};
    assertThat(SortedSample.rank(sample, 0, 4, 2), is(0.5));
    assertThat(SortedSample.rank(sample, 0, 4, 0), is(0.0));
    assertThat(SortedSample.rank(sample, 0, 4, 4), is(1.0));
  }

  @Test
  void givesTheSameBitsAtOnceAndOneByOneAndAfterReading() {
    TwoSidedTail tail = TwoSidedTail.of(new Product(), 900, 700, 2);
    ByteBuffer bytes = ByteBuffer.allocate(tail.byteCount());
    tail.write(bytes);
    assertThat(bytes.hasRemaining(), is(false));
    TwoSidedTail read = TwoSidedTail.read(new Product(), 900, 700, bytes.flip());
    double[] row = new double[3];
    tail.of(17, new int[] {9, 5, 600, 80}, 1, 4, row);
    assertThat(row[1], is(tail.of(17, 600)));
    assertThat(row[2], is(read.of(17, 80)));
  }

  @Test
  void noAffinityIsBelowTheLowest() {
    TwoSidedTail tail = TwoSidedTail.of(new Product(), 4, 5, 1);
    assertThat(tail.of(0, 0) >= tail.lowest(), is(true));
  }

  /** The samples put a pair within a few hundredths of where all put it. */
  @TestFactory
  Stream<DynamicTest> ranksAboutAsComputedApart() {
    return Reference.sets()
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(Reference.set(name))));
  }

  private static void compare(RealSet set) {
    int users = set.accesses().users().size();
    int resources = set.accesses().resources().size();
    TwoSidedTail tail =
        TwoSidedTail.of(
            new TwoStepWalk(set.accesses(), WalkExponents.DEFAULT), users, resources, 2);
    for (Reference pair : Reference.of(set.name())) {
      int user = set.accesses().users().indexOf(pair.user());
      int resource = set.accesses().resources().indexOf(pair.resource());
      assertThat(tail.columnRank(user, resource), closeTo(pair.columnRank(), 0.08));
      assertThat(tail.rowRank(user, resource), closeTo(pair.rowRank(), 0.08));
    }
  }

  /** The affinity of a user to a resource is the product of their numbers, one more of each. */
  private static final class Product implements PairAffinity {
    @Override
    public double of(int user, int resource) {
      return (user + 1.0) * (resource + 1);
    }

    @Override
    public double lowest() {
      return 0;
    }
  }
}
