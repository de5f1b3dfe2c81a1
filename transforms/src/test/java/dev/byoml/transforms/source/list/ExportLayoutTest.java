package dev.byoml.transforms.source.list;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.source.list.ExportLayout.Level;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportLayoutTest {
  private static final String WORKSPACE =
      "am-securityevent/WorkspaceResourceId=/subscriptions/s/resourcegroups/g/providers"
          + "/microsoft.operationalinsights/workspaces/w";

  private static final DateTimeFormatter MINUTE_FOLDER =
      DateTimeFormatter.ofPattern("'y='yyyy/'m='MM/'d='dd/'h='HH/'m='mm", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "y=2026/m=11/d=24/h=08/m=35/PT05M.json, 2026-11-24T08:35:00Z, 2026-11-24T08:40:00Z",
    "y=2026/m=11/d=24/h=08/m=35/PT05M_12.json, 2026-11-24T08:35:00Z, 2026-11-24T08:40:00Z",
    "y=2021/m=03/d=01/h=08/m=00/PT1H.json, 2021-03-01T08:00:00Z, 2021-03-01T09:00:00Z",
    "y=2021/m=03/d=01/h=23/m=00/PT1H_1.json, 2021-03-01T23:00:00Z, 2021-03-02T00:00:00Z",
    "y=2021/m=12, 2021-12-01T00:00:00Z, 2022-01-01T00:00:00Z",
    "y=2024/m=02/d=29, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
    "y=2024, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
    "y=2024/m=02/d=29/h=05, 2024-02-29T05:00:00Z, 2024-02-29T06:00:00Z",
  })
  void readsTheTimeFromThePath(String path, Instant from, Instant to) {
    Optional<TimeRange> slot = Optional.of(new TimeRange(from, to));
    assertThat(ExportLayout.slotOf(path), is(slot));
    assertThat(ExportLayout.slotOf("azfs://account/" + WORKSPACE + "/" + path), is(slot));
  }

  @ParameterizedTest
  @CsvSource({
    "y=2026/m=11/d=24/h=08/m=35/pt05m.json, 2026-11-24T08:35:00Z, 2026-11-24T09:00:00Z",
    "y=2026/m=11/d=24/notes.json, 2026-11-24T00:00:00Z, 2026-11-25T00:00:00Z",
    "y=2026/other/notes.json, 2026-01-01T00:00:00Z, 2027-01-01T00:00:00Z",
  })
  void takesTheTimeOfTheFolderForAFileOfAnotherName(String path, Instant from, Instant to) {
    assertThat(ExportLayout.slotOf(path), is(Optional.of(new TimeRange(from, to))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events.json",
        "y=26/m=11/d=24/h=08/m=35/PT05M.json",
        "Y=2026/m=11/d=24/h=08/m=35/PT05M.json",
        "xy=2026/m=11/events.json",
        "y=2026/m=13/d=24/h=08/m=35/PT05M.json",
        "y=2026/m=02/d=30/h=08/m=35/PT05M.json",
        "y=2026/m=02/d=28/h=24/m=00/PT05M.json",
      })
  void knowsNoTimeOfAnyOtherPath(String path) {
    assertThat(ExportLayout.slotOf(path), is(Optional.empty()));
  }

  @Property
  void findsTheTimeOfEveryFileThatAnExportWrites(
      @ForAll("times") Instant time, @ForAll @IntRange(min = 0, max = 99) int overflow) {
    Instant start = time.minusSeconds(time.getEpochSecond() % 300).truncatedTo(ChronoUnit.MINUTES);
    String file = overflow == 0 ? "PT05M.json" : "PT05M_" + overflow + ".json";
    assertThat(
        ExportLayout.slotOf(WORKSPACE + "/" + MINUTE_FOLDER.format(start) + "/" + file),
        is(Optional.of(new TimeRange(start, start.plusSeconds(300)))));
  }

  @Test
  void coversARangeByWholeMonthsAndDaysAndTheHoursAtItsEnds() {
    TimeRange range =
        new TimeRange(Instant.parse("2025-11-29T22:10:00Z"), Instant.parse("2026-02-02T01:20:00Z"));
    assertThat(
        ExportLayout.foldersCovering(range, Level.HOUR),
        contains(
            "y=2025/m=11/d=29/h=22",
            "y=2025/m=11/d=29/h=23",
            "y=2025/m=11/d=30",
            "y=2025/m=12",
            "y=2026/m=01",
            "y=2026/m=02/d=01",
            "y=2026/m=02/d=02/h=00",
            "y=2026/m=02/d=02/h=01"));
  }

  @Test
  void coversAWholeYearByItsFolder() {
    TimeRange range =
        new TimeRange(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(ExportLayout.foldersCovering(range, Level.DAY), contains("y=2025"));
  }

  @Property
  void coversEverySlotOfARangeByExactlyOneFolder(
      @ForAll("ranges") TimeRange range,
      @ForAll Level finest,
      @ForAll @IntRange(min = 0, max = 1_000_000) int share) {
    long seconds = range.to().getEpochSecond() - range.from().getEpochSecond();
    Instant time = range.from().plusSeconds(seconds * share / 1_000_001);
    String slot = MINUTE_FOLDER.format(time) + "/";
    List<String> covering =
        ExportLayout.foldersCovering(range, finest).stream()
            .filter(folder -> slot.startsWith(folder + "/"))
            .toList();
    assertThat(covering, hasSize(1));
  }

  @Property
  void coversByNoFolderThatTheRangeDoesNotTouch(
      @ForAll("ranges") TimeRange range, @ForAll Level finest) {
    List<String> untouched =
        ExportLayout.foldersCovering(range, finest).stream()
            .filter(
                folder -> {
                  TimeRange slot = ExportLayout.slotOf(folder).orElseThrow();
                  return !range.overlaps(slot.from(), slot.to());
                })
            .toList();
    assertThat(untouched, is(empty()));
  }

  @Property
  void coversByFewFolders(@ForAll("ranges") TimeRange range) {
    long years = ChronoUnit.DAYS.between(range.from(), range.to()) / 365;
    assertThat(
        (long) ExportLayout.foldersCovering(range, Level.HOUR).size(),
        is(lessThanOrEqualTo(years + 2 * (11 + 30 + 23) + 2)));
  }

  @Test
  void namesTheFoldersOfAWorkspaceForARangeWithTwoEnds() {
    TimeRange day = day("2026-11-24");
    assertThat(
        ExportLayout.foldersIn(WORKSPACE, day),
        is(Optional.of(List.of(WORKSPACE + "/y=2026/m=11/d=24"))));
    assertThat(
        ExportLayout.foldersIn(WORKSPACE, new TimeRange(day.from(), null)), is(Optional.empty()));
  }

  @Test
  void namesThePartOfATimeFolderThatIsInTheRange() {
    String month = WORKSPACE + "/y=2026/m=11";
    assertThat(
        ExportLayout.foldersIn(month, new TimeRange(Instant.parse("2026-11-29T00:00:00Z"), null)),
        is(Optional.of(List.of(month + "/d=29", month + "/d=30"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"y=2026/m=11", "y=2026/m=11/d=24/h=08", "y=2026/m=11/d=24/h=08/m=35"})
  void namesATimeFolderItselfThatIsWhollyInTheRange(String folder) {
    assertThat(ExportLayout.foldersIn(folder, TimeRange.ALL), is(Optional.of(List.of(folder))));
  }

  @Test
  void doesNotLookBelowAnHourForPartOfIt() {
    String hour = WORKSPACE + "/y=2026/m=11/d=24/h=08";
    TimeRange tenMinutes =
        new TimeRange(Instant.parse("2026-11-24T08:10:00Z"), Instant.parse("2026-11-24T08:20:00Z"));
    assertThat(ExportLayout.foldersIn(hour, tenMinutes), is(Optional.of(List.of(hour))));
    assertThat(
        ExportLayout.foldersIn(hour + "/m=10", tenMinutes),
        is(Optional.of(List.of(hour + "/m=10"))));
  }

  @Test
  void namesNothingOfATimeFolderOutsideTheRange() {
    assertThat(
        ExportLayout.foldersIn(WORKSPACE + "/y=2026/m=10", day("2026-11-24")),
        is(Optional.of(List.of())));
  }

  @Test
  void knowsNothingOfAnyOtherFolder() {
    assertThat(ExportLayout.foldersIn("/data/events", day("2026-11-24")), is(Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azfs://account/am-securityevent",
        "azfs://account/am-securityevent/WorkspaceResourceId=",
        "azfs://account/am-securityevent/WorkspaceResourceId=/subscriptions/s/resourcegroups/g",
      })
  void knowsWhatLiesAboveAWorkspace(String folder) {
    assertThat(ExportLayout.isAboveWorkspace(folder), is(true));
    assertThat(ExportLayout.isWorkspace(folder), is(false));
  }

  @Test
  void doesNotTakeAWorkspaceForAFolderAboveIt() {
    assertThat(ExportLayout.isAboveWorkspace("azfs://account/" + WORKSPACE), is(false));
  }

  private static TimeRange day(String date) {
    Instant from = Instant.parse(date + "T00:00:00Z");
    return new TimeRange(from, from.plus(1, ChronoUnit.DAYS));
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(
            Instant.parse("2015-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("2035-01-01T00:00:00Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<TimeRange> ranges() {
    return times()
        .flatMap(
            from ->
                Arbitraries.longs()
                    .between(1, 4L * 366 * 24 * 3600)
                    .map(seconds -> new TimeRange(from, from.plusSeconds(seconds))));
  }
}
