package dev.byoml.model.summary;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.store.ModelManifest.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummaryCoverageTest {
  private static final Instant MONDAY = Instant.parse("2026-03-16T00:00:00Z");

  private final SortedMap<SummaryWindow, String> found = new TreeMap<>();

  @Test
  void takesHoursAndDaysOneAfterTheOther() {
    found.put(window(0, 24), "");
    found.put(window(24, 1), "");
    found.put(window(25, 23), "");

    SummaryCoverage coverage = SummaryCoverage.of(hour(0), hour(48), found);

    assertThat(coverage.windows(), is(List.of(window(0, 24), window(24, 1), window(25, 23))));
    assertThat(coverage.gaps(), empty());
    assertThat(coverage.missing(), is(0L));
  }

  @Test
  void leavesOutWindowsOfOtherTimes() {
    found.put(window(0, 1), "");
    found.put(window(1, 1), "");
    found.put(window(2, 1), "");

    assertThat(SummaryCoverage.of(hour(1), hour(2), found).windows(), is(List.of(window(1, 1))));
  }

  @Test
  void namesWhatIsMissingAtTheEndsAndBetween() {
    found.put(window(2, 1), "");
    found.put(window(5, 1), "");

    SummaryCoverage coverage = SummaryCoverage.of(hour(0), hour(7), found);

    assertThat(
        coverage.gaps(),
        is(List.of(gap(0, 2, "missing"), gap(3, 5, "missing"), gap(6, 7, "missing"))));
    assertThat(coverage.missing(), is(5L));
  }

  @Test
  void saysWhyAWindowThatIsThereCannotBeUsed() {
    found.put(window(0, 1), "");
    found.put(window(1, 1), "incomplete");
    found.put(window(3, 1), "");

    SummaryCoverage coverage = SummaryCoverage.of(hour(0), hour(4), found);

    assertThat(coverage.gaps(), is(List.of(gap(1, 2, "incomplete"), gap(2, 3, "missing"))));
    assertThat(coverage.missing(), is(2L));
  }

  @Test
  void doesNotMindAFaultyWindowThatOthersCover() {
    found.put(window(0, 24), "incomplete");
    found.put(window(0, 12), "");
    found.put(window(12, 12), "");

    assertThat(SummaryCoverage.of(hour(0), hour(24), found).gaps(), empty());
  }

  @Test
  void refusesToCountTwice() {
    found.put(window(0, 24), "");
    found.put(window(7, 1), "");

    String message =
        assertThrows(
                IllegalArgumentException.class, () -> SummaryCoverage.of(hour(0), hour(24), found))
            .getMessage();

    assertThat(
        message,
        allOf(
            containsString("overlap"),
            containsString("20260316T000000Z-20260317T000000Z.json"),
            containsString("20260316T070000Z-20260316T080000Z.json")));
  }

  @Test
  void refusesToCutAWindow() {
    found.put(window(0, 24), "");

    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> SummaryCoverage.of(hour(6), hour(24), found))
            .getMessage(),
        containsString("reaches beyond the range"));
  }

  private static SummaryWindow window(int start, int hours) {
    return new SummaryWindow(hour(start), hour(start + hours));
  }

  private static Gap gap(int from, int to, String reason) {
    return new Gap(hour(from), hour(to), reason);
  }

  private static Instant hour(int hour) {
    return MONDAY.plus(Duration.ofHours(hour));
  }
}
