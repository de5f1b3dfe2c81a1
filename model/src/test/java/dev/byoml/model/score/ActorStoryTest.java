package dev.byoml.model.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ActorStoryTest {
  @Test
  void manyOddAccessesAddUp() {
    assertThat(ActorStory.sum(new double[] {2.5}), is(2.5));
    assertThat(
        ActorStory.sum(new double[] {2.5, 2.5, 2.5, 2.5, 2.5, 2.5}),
        closeTo(2.5 * Math.sqrt(6), 1e-12));
  }

  @Test
  void ordinaryAccessesDoNotDiluteAnOddOne() {
    assertThat(ActorStory.sum(new double[] {0.1, 4, -0.5, 0, 0.2}), is(4.0));
  }

  @Property
  void liesBetweenTheHighestScoreAndThatTimesTheRootOfTheirNumber(
      @ForAll @NotEmpty double @DoubleRange(min = -5, max = 50) [] scores) {
    double highest = Arrays.stream(scores).max().orElseThrow();
    double sum = ActorStory.sum(scores);
    assertThat(sum, greaterThanOrEqualTo(highest));
    assertThat(
        sum, lessThanOrEqualTo(Math.max(highest, highest * Math.sqrt(scores.length)) + 1e-9));
  }

  @Test
  void countsHostsAndAdministrativeShares() {
    ActorStory story =
        story(99, "\\\\fs01\\c$", "\\\\fs01\\ADMIN$", "\\\\FS02\\d$", "\\\\fs02\\finance$", "app");
    assertThat(story.newAccesses(), is(5));
    assertThat(story.hosts(), is(2));
    assertThat(story.administrativeShares(), is(3));
    assertThat(story.administrativeHosts(), is(2));
    assertThat(story.isSweep(), is(false));
  }

  @Test
  void callsTheAdministrativeSharesOfThreeHostsASweepWhereTheyAreOdd() {
    String[] shares = {"\\\\a\\c$", "\\\\b\\c$", "\\\\c\\admin$"};
    assertThat(story(99, shares).isSweep(), is(true));
    assertThat(story(90, shares).isSweep(), is(false));
  }

  @Test
  void callsEightHostsASweep() {
    String[] hosts =
        IntStream.range(0, 8).mapToObj(n -> "\\\\fs" + n + "\\team").toArray(String[]::new);
    assertThat(story(99, hosts).isSweep(), is(true));
    assertThat(story(99, Arrays.copyOf(hosts, 7)).isSweep(), is(false));
  }

  private static ActorStory story(double percentile, String... resources) {
    double[] percentiles = new double[resources.length];
    Arrays.fill(percentiles, percentile);
    return ActorStory.of(List.of(resources), new double[resources.length], percentiles, 1);
  }
}
