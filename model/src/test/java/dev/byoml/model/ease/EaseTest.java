package dev.byoml.model.ease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.arrayWithSize;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.study.RealSet;
import dev.byoml.model.study.Reference;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EaseTest {
  private static final double LAMBDA = 2;

  @Test
  void invertsASymmetricMatrix() {
    int size = 150;
    double[][] matrix = positiveDefinite(size);
    double[][] inverse = new double[size][];
    for (int row = 0; row < size; row++) {
      inverse[row] = matrix[row].clone();
    }
    SymmetricInverse.invert(inverse, 2);
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
          sum += matrix[row][k] * inverse[k][column];
        }
        assertThat(sum, closeTo(row == column ? 1 : 0, 1e-10));
      }
    }
  }

  @Test
  void refusesAMatrixThatHasNoInverse() {
    double[][] singular = {{1, 1}, {1, 1}};
    Assertions.assertThrows(ArithmeticException.class, () -> SymmetricInverse.invert(singular, 1));
  }

  @Test
  void givesTheSameBitsWithAnyNumberOfThreads() {
    AccessMatrix accesses = random(400, 150, 4000);
    assertThat(
        Ease.fit(accesses, LAMBDA, 200, 1).weights(),
        is(Ease.fit(accesses, LAMBDA, 200, 4).weights()));
  }

  @Test
  void takesTheResourcesWithTheMostUsers() {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("0");
    for (int user = 0; user < 6; user++) {
      builder.add("user" + user, "often", 1, 1);
      builder.add("user" + user, user < 3 ? "sometimes" : "rarely" + user, 1, 1);
    }
    AccessMatrix accesses = builder.build();
    EaseWeights weights = Ease.fit(accesses, LAMBDA, 2, 1);
    assertThat(weights.resources(), is(new int[] {0, 4}));
    EaseAffinity affinity = new EaseAffinity(accesses, weights);
    assertThat(affinity.of(0, 1), is(EaseAffinity.MEAN));
  }

  @Test
  void tellsHowManyResourcesItLearnsFrom() {
    AccessMatrix accesses = random(50, 20, 200);
    assertThat(EaseAffinity.fit(accesses, LAMBDA, 20, 1).limit(), is(Optional.empty()));
    assertThat(
        EaseAffinity.fit(accesses, LAMBDA, 8, 1).limit(),
        is(
            Optional.of(
                "ease learns from the 8 resources with the most users, of 20; to the others every"
                    + " affinity is the mean")));
  }

  @Test
  void readsWhatItWrote() {
    AccessMatrix accesses = random(50, 20, 200);
    EaseWeights weights = Ease.fit(accesses, LAMBDA, 20, 1);
    ByteBuffer bytes = ByteBuffer.allocate(weights.byteCount());
    weights.write(bytes);
    assertThat(bytes.hasRemaining(), is(false));
    EaseWeights read = EaseWeights.read(bytes.flip());
    assertThat(read.weights(), is(weights.weights()));
    assertThat(read.resources(), is(weights.resources()));
  }

  @TestFactory
  Stream<DynamicTest> agreesWithValuesComputedApart() {
    return Reference.sets()
        .map(name -> DynamicTest.dynamicTest(name, () -> compare(Reference.set(name))));
  }

  private static void compare(RealSet set) {
    EaseAffinity affinity =
        new EaseAffinity(set.accesses(), Ease.fit(set.accesses(), LAMBDA, Integer.MAX_VALUE, 2));
    Reference[] pairs = Reference.of(set.name()).toArray(Reference[]::new);
    assertThat(pairs, arrayWithSize(12));
    for (Reference pair : pairs) {
      double raw =
          affinity.raw(
              set.accesses().users().indexOf(pair.user()),
              set.accesses().resources().indexOf(pair.resource()));
      assertThat(raw, closeTo(pair.ease(), 1e-6 + 2e-3 * Math.abs(pair.ease())));
    }
  }

  private static double[][] positiveDefinite(int size) {
    Random random = new Random(3);
    double[][] factor = new double[size][size];
    for (double[] row : factor) {
      for (int column = 0; column < size; column++) {
        row[column] = random.nextGaussian();
      }
    }
    double[][] matrix = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        for (int k = 0; k < size; k++) {
          matrix[row][column] += factor[row][k] * factor[column][k];
        }
      }
      matrix[row][row] += size;
    }
    return matrix;
  }

  private static AccessMatrix random(int users, int resources, int draws) {
    AccessMatrixBuilder builder = new AccessMatrixBuilder("0");
    new Random(2)
        .ints(draws, 0, users * resources)
        .distinct()
        .forEach(
            pair ->
                builder.add(
                    "user%05d".formatted(pair / resources),
                    "resource%03d".formatted(pair % resources),
                    1,
                    1));
    return builder.build();
  }
}
