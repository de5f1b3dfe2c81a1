package dev.byoml.transforms.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.source.TimeRange;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunTrustTest {
  private static final Instant TRAINED = Instant.parse("2026-03-20T00:00:00Z");

  private final RunTrust trust = trust("2026-03-20T00:00:00Z", "2026-03-21T00:00:00Z");

  @Test
  void trustsARunThatUsedSomething() {
    Map<String, Long> numbers = numbers("read", 10, "used", 1, "filteredByReason.otherEvent", 9);
    assertThat(trust.failure(numbers), is(Optional.empty()));
    assertThat(trust.warnings(numbers), empty());
  }

  @Test
  void failsWithoutARowThatCountsForTheWindow() {
    assertFails("nothing was read in [2026-03-20", numbers());
    assertFails(
        "3 accesses lie outside of it",
        numbers(
            "read", 6,
            "filteredByReason.outsideTimeRange", 3,
            "filteredByReason.blankLine", 2,
            "filteredByReason.headerLine", 1));
  }

  @Test
  void failsFromMoreThanHalfOfRejectedRowsOn() {
    assertFails(
        "6 of the 11 rows that were read (55 %) were rejected by template own.yaml, more than"
            + " --maxRejected=50 (InvalidJson 4, WrongType 2)",
        numbers(
            "read", 12,
            "used", 5,
            "filteredByReason.blankLine", 1,
            "rejected", 6,
            "rejectedByReason.WrongType", 2,
            "rejectedByReason.InvalidJson", 4));
    assertThat(trust.failure(numbers("read", 10, "used", 5, "rejected", 5)), is(Optional.empty()));
  }

  @Test
  void failsWhenEveryRowIsOfAnotherTableOrShape() {
    assertFails(
        "none of the 7 rows that were read is of the table and shape of template own.yaml",
        numbers(
            "read",
            7,
            "filteredByReason.otherTable",
            4,
            "filteredByReason.otherShape",
            2,
            "rejected",
            1));
  }

  @Test
  void warnsInPlaceOfFailingWhereEmptyRunsAreAllowed() {
    RunTrust allowing = trust.allowingEmpty();
    assertThat(allowing.failure(numbers()), is(Optional.empty()));
    assertThat(allowing.warnings(numbers()), contains(containsString("nothing was read in")));
  }

  @Test
  void warnsOfTheTrainingRangeOnlyWhereTheWindowOverlapsIt() {
    assertThat(warnings(trust("2026-03-19T23:59:59Z", "2026-03-21T00:00:00Z")).size(), is(1));
    assertThat(warnings(trust("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")), empty());
    assertThat(
        warnings(trust("2026-02-01T00:00:00Z", "2026-03-01T00:00:01Z")),
        contains(containsString("overlaps what the model was trained on")));
  }

  @Test
  void takesTheEndsOfAnOpenWindowFromItsAccesses() {
    RunTrust open = RunTrust.of(TimeRange.ALL, model(), "own.yaml");
    Map<String, Long> numbers =
        numbers(
            "read",
            1,
            "used",
            1,
            "times.first",
            TRAINED.getEpochSecond(),
            "times.last",
            TRAINED.plusSeconds(46 * 86_400L).getEpochSecond());
    assertThat(open.warnings(numbers), contains(containsString("46 days before the end")));
    numbers.put("times.first", TRAINED.getEpochSecond() - 1);
    assertThat(open.withMaxModelAge(46).warnings(numbers), contains(containsString("overlaps")));
  }

  @Test
  void countsOnlyMostOfSeveralNamesAsUnknown() {
    assertThat(warnings(trust, "names.unknownUsers", 2, "names.knownUsers", 0), empty());
    assertThat(warnings(trust, "names.unknownUsers", 3, "names.knownUsers", 3), empty());
    assertThat(
        warnings(trust, "names.unknownResources", 4, "names.knownResources", 3),
        contains(containsString("does not know 4 of the 7 resources")));
  }

  @Test
  void namesUnknownTenantsUpToFive() {
    assertThat(
        warnings(
            trust,
            "unknownTenants.a",
            1,
            "unknownTenants.b",
            1,
            "unknownTenants.c",
            1,
            "unknownTenants.d",
            1,
            "unknownTenants.e",
            1,
            "unknownTenants.f",
            1),
        contains(containsString("knows nothing of 6 tenants: a, b, c, d, e, …;")));
  }

  @Test
  void refusesLimitsThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> trust.withMaxRejected(101));
    assertThrows(IllegalArgumentException.class, () -> trust.withMaxModelAge(-1));
  }

  private void assertFails(String message, Map<String, Long> numbers) {
    assertThat(trust.failure(numbers).orElse("no failure"), containsString(message));
  }

  private static List<String> warnings(RunTrust trust, Object... further) {
    Map<String, Long> numbers = numbers("read", 1, "used", 1);
    numbers.putAll(numbers(further));
    return trust.warnings(numbers);
  }

  private static Map<String, Long> numbers(Object... namesAndValues) {
    Map<String, Long> numbers = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      numbers.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).longValue());
    }
    return numbers;
  }

  private static RunTrust trust(String from, String to) {
    return RunTrust.of(new TimeRange(Instant.parse(from), Instant.parse(to)), model(), "own.yaml");
  }

  private static ModelManifest model() {
    return new ModelManifest(
        ModelManifest.FORMAT_VERSION,
        "id",
        Instant.parse("2026-03-01T00:00:00Z"),
        TRAINED,
        new TemplateSource("own.yaml", ""),
        TrainingParameters.DEFAULT,
        new InputCounts(0, 0, 0, 0, new TreeMap<>(), new TreeMap<>()),
        new ModelManifest.Totals(0, 0, 0, 0, 0),
        List.of(),
        List.of(),
        List.of());
  }
}
