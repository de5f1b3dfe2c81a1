package dev.byoml.model.sample.organization;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  private static final int DRAWS = 20_000;

  /** The first outputs of the public reference implementation of SplitMix64 for this state. */
  @Test
  void drawsWhatSplitMix64Draws() {
    RandomStream random = new RandomStream(1234567L);
    assertThat(
        LongStream.generate(random::bits).limit(5).mapToObj(Long::toUnsignedString).toList(),
        is(
            List.of(
                "6457827717110365317",
                "3203168211198807973",
                "9817491932198370423",
                "4593380528125082431",
                "16408922859458223821")));
  }

  @Test
  void drawsTheSameUnderTheSameKey() {
    assertThat(
        RandomKey.ofSeed(5).of("purpose").of(7).stream().bits(),
        is(RandomKey.ofSeed(5).of("purpose").of(7).stream().bits()));
  }

  @Test
  void drawsSomethingElseForAnotherSeedPurposeOrEntity() {
    long bits = RandomKey.ofSeed(5).of("purpose").of(7).stream().bits();
    assertThat(RandomKey.ofSeed(6).of("purpose").of(7).stream().bits(), is(not(bits)));
    assertThat(RandomKey.ofSeed(5).of("esopurp").of(7).stream().bits(), is(not(bits)));
    assertThat(RandomKey.ofSeed(5).of("purpose").of(8).stream().bits(), is(not(bits)));
  }

  @Test
  void drawsDifferentNumbersForNeighbouringEntities() {
    RandomKey key = RandomKey.ofSeed(1);
    double mean =
        IntStream.range(0, DRAWS).mapToDouble(i -> key.of(i).stream().unit()).average().orElse(0);
    assertThat(mean, is(closeTo(0.5, 0.01)));
  }

  @Test
  void countsAsPoissonDoesOnAverage() {
    RandomStream random = RandomKey.ofSeed(2).stream();
    double mean = IntStream.range(0, DRAWS).map(i -> random.poisson(3.5)).average().orElse(0);
    assertThat(mean, is(closeTo(3.5, 0.05)));
  }

  @Test
  void drawsNormalNumbersOfStandardDeviationOne() {
    RandomStream random = RandomKey.ofSeed(3).stream();
    double square =
        IntStream.range(0, DRAWS)
            .mapToDouble(i -> random.gaussian())
            .map(x -> x * x)
            .average()
            .orElse(0);
    assertThat(square, is(closeTo(1, 0.05)));
  }

  @Test
  void picksEveryElementOnceWhenAskedForMoreThanThereAre() {
    assertThat(
        RandomKey.ofSeed(4).stream().pick(List.of(1, 2, 3, 4), 9), containsInAnyOrder(1, 2, 3, 4));
  }

  @Test
  void picksAsManyElementsAsAskedFor() {
    assertThat(RandomKey.ofSeed(4).stream().pick(List.of(1, 2, 3, 4), 2), hasSize(2));
  }

  @Test
  void makesRandomUuidsOfVersionFourAndTheStandardVariant() {
    var uuid = RandomKey.ofSeed(5).stream().uuid();
    assertThat(uuid.version(), is(4));
    assertThat(uuid.variant(), is(2));
  }
}
