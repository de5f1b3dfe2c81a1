package dev.byoml.model.als;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AlsParametersTest {
  private static Arguments rejected(String name, Function<AlsParameters, AlsParameters> change) {
    return Arguments.of(name, change);
  }

  static Stream<Arguments> rejectsAValueOutOfRangeByName() {
    return Stream.of(
        rejected("rank", p -> p.withRank(0)),
        rejected("rank", p -> p.withRank(1025)),
        rejected("iterations", p -> p.withIterations(0)),
        rejected("regularization", p -> p.withRegularization(-0.1)),
        rejected("regularization", p -> p.withRegularization(Double.NaN)),
        rejected("regularizationExponent", p -> p.withRegularizationExponent(-1)),
        rejected("alpha", p -> p.withAlpha(Double.POSITIVE_INFINITY)),
        rejected("complementFactor", p -> p.withComplementFactor(-2)),
        rejected("complementRating", p -> p.withComplementRating(-1)),
        rejected("tolerance", p -> p.withTolerance(-1e-9)));
  }

  @ParameterizedTest
  @MethodSource
  void rejectsAValueOutOfRangeByName(String name, Function<AlsParameters, AlsParameters> change) {
    IllegalArgumentException problem =
        assertThrows(IllegalArgumentException.class, () -> change.apply(AlsParameters.CLASSIC));

    assertThat(problem.getMessage(), containsString(name));
  }

  @Test
  void changesOneParameterAtATime() {
    AlsParameters changed =
        AlsParameters.CLASSIC
            .withRank(1)
            .withIterations(2)
            .withRegularization(3)
            .withRegularizationExponent(4)
            .withAlpha(5)
            .withNonNegative(false)
            .withImplicit(false)
            .withComplementFactor(6)
            .withComplementRating(7)
            .withSeed(8)
            .withTolerance(9);

    assertThat(changed, equalTo(new AlsParameters(1, 2, 3, 4, 5, false, false, 6, 7, 8, 9)));
  }

  @Test
  void takesAParameterByItsName() {
    assertThat(AlsParameters.CLASSIC.with("rank", 7), equalTo(AlsParameters.CLASSIC.withRank(7)));
  }

  @Test
  void refusesAParameterThatItDoesNotKnow() {
    assertThrows(IllegalArgumentException.class, () -> AlsParameters.CLASSIC.with("ranks", 7));
    assertThrows(IllegalArgumentException.class, () -> AlsParameters.CLASSIC.with("rank", "7"));
  }
}
