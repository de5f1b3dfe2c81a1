package dev.byoml.model.sample.export;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.Samples;
import dev.byoml.model.sample.activity.EventKind;
import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.export.ExportedRow.Delivery;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Share;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExportTest {
  private static final LocalDate WORKING_DAY = LocalDate.of(2026, 3, 27);

  private final SampleTenant tenant = Samples.tenant();
  private final List<ExportBlob> blobs = tenant.export(WORKING_DAY).toList();

  @Test
  void tellsOfEventsInOrderOfTime() {
    List<SampleEvent> events = tenant.events(WORKING_DAY).toList();
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).time().isBefore(events.get(i - 1).time()), is(false));
    }
  }

  @Test
  void putsEveryRowIntoTheBlobOfItsFiveMinutes() {
    for (ExportBlob blob : blobs) {
      for (ExportedRow row : blob.rows()) {
        long offset = blob.slot().until(row.event().time(), ChronoUnit.NANOS);
        assertThat(offset >= 0 && offset < 300_000_000_000L, is(true));
      }
    }
  }

  @Test
  void deliversEveryEventForTheFirstTimeOnce() {
    assertThat(
        itemIds(Delivery.FIRST).stream().sorted().toList(),
        is(tenant.events(WORKING_DAY).map(SampleEvent::itemId).sorted().toList()));
  }

  @Test
  void givesEveryEventAnIdentityOfItsOwn() {
    List<UUID> ids = tenant.events(WORKING_DAY).map(SampleEvent::itemId).toList();
    assertThat(Set.copyOf(ids), hasSize(ids.size()));
  }

  @Test
  void deliversSomeRowsAgainUnderTheSameIdentity() {
    List<UUID> again = itemIds(Delivery.AGAIN);
    assertThat(again.size(), is(greaterThan(0)));
    assertThat(again, everyItem(is(in(itemIds(Delivery.FIRST)))));
  }

  @Test
  void deliversRowsAgainInTheSameBlobAndInItsSpillOver() {
    Set<Integer> parts =
        Samples.windows().days().stream()
            .flatMap(tenant::export)
            .filter(blob -> blob.rows().stream().anyMatch(row -> row.delivery() == Delivery.AGAIN))
            .map(ExportBlob::part)
            .collect(Collectors.toSet());
    assertThat(parts, is(Set.of(0, 1)));
  }

  @Test
  void appendsLateRowsBehindLaterOnes() {
    long outOfOrder =
        Samples.windows().days().stream()
            .flatMap(tenant::export)
            .map(
                blob ->
                    blob.rows().stream()
                        .filter(row -> row.delivery() == Delivery.FIRST)
                        .map(row -> row.event().time())
                        .toList())
            .filter(times -> !times.equals(times.stream().sorted().toList()))
            .count();
    assertThat(outOfOrder, is(greaterThan(0L)));
  }

  @Test
  void hasNoSpillOverWithoutABlob() {
    Set<Instant> slots =
        blobs.stream()
            .filter(blob -> blob.part() == 0)
            .map(ExportBlob::slot)
            .collect(Collectors.toSet());
    assertThat(
        blobs.stream().filter(blob -> blob.part() == 1).map(ExportBlob::slot).toList(),
        everyItem(is(in(slots))));
  }

  @Test
  void leavesOneLineOfTheFirstTenantHalfWritten() {
    SampleOrganization organization = SampleOrganization.of(Samples.PARAMETERS);
    assertThat(halfWritten(organization.tenants().get(0)), is(1L));
    assertThat(halfWritten(organization.tenants().get(1)), is(0L));
  }

  @Test
  void holdsEveryKindOfNoise() {
    List<SampleEvent> events = Samples.windows().days().stream().flatMap(tenant::events).toList();
    assertThat(
        events.stream().map(SampleEvent::kind).collect(Collectors.toSet()),
        is(Set.of(EventKind.values())));
    assertThat(
        events.stream().map(event -> event.share().name()).collect(Collectors.toSet()),
        hasItems("IPC$", "SYSVOL", "NETLOGON", "print$", "C$", "ADMIN$"));
    assertThat(
        events.stream().map(event -> event.account().kind()).collect(Collectors.toSet()),
        is(Set.of(Account.Kind.values())));
  }

  @Test
  void letsComputersOpenResourcesToo() {
    assertThat(
        Samples.windows().days().stream()
            .flatMap(tenant::events)
            .filter(event -> event.account().kind() == Account.Kind.COMPUTER)
            .anyMatch(event -> event.share().number() != Share.UNNUMBERED),
        is(true));
  }

  @Test
  void countsNoNoiseAsAnAccess() {
    List<SampleEvent> accesses =
        Samples.windows().days().stream()
            .flatMap(tenant::events)
            .filter(SampleEvent::access)
            .toList();
    assertThat(
        accesses.stream().map(event -> event.share().kind()).distinct().toList(),
        everyItem(is(not(in(List.of(Share.Kind.SYSTEM, Share.Kind.NONE))))));
    assertThat(
        accesses.stream().map(event -> event.account().kind()).distinct().toList(),
        everyItem(is(not(in(List.of(Account.Kind.COMPUTER, Account.Kind.ANONYMOUS))))));
    assertThat(
        accesses.stream().map(SampleEvent::kind).collect(Collectors.toSet()),
        is(Set.of(EventKind.SHARE_ACCESS)));
  }

  @Test
  void spellsTheSameAccountInDifferentCases() {
    Account busiest =
        tenant.accounts().stream()
            .filter(account -> account.kind() == Account.Kind.SERVICE)
            .findFirst()
            .orElseThrow();
    Set<String> spellings =
        Samples.trainingAccessEvents(tenant)
            .filter(event -> event.account().equals(busiest))
            .map(event -> event.domain() + "\\" + event.name())
            .collect(Collectors.toSet());
    assertThat(spellings.size(), is(greaterThan(1)));
    assertThat(
        spellings.stream().map(spelling -> spelling.toLowerCase(Locale.ROOT)).toList(),
        everyItem(is(busiest.user())));
  }

  @Test
  void countsEachLineOnce() {
    SampleCounts counts =
        blobs.stream().map(ExportBlob::counts).reduce(SampleCounts.NONE, SampleCounts::plus);
    assertThat(counts.lines(), is(blobs.stream().mapToLong(blob -> blob.rows().size()).sum()));
    assertThat(
        counts.used() + counts.duplicates() + counts.filtered() + counts.rejected(),
        is(counts.lines()));
    assertThat(counts.event5140() + counts.otherEvents() + counts.rejected(), is(counts.lines()));
  }

  private long halfWritten(SampleTenant other) {
    return other
        .export(SampleWindows.LAST_DAY)
        .flatMap(blob -> blob.rows().stream())
        .filter(row -> row.delivery() == Delivery.HALF_WRITTEN)
        .count();
  }

  private List<UUID> itemIds(Delivery delivery) {
    return blobs.stream()
        .flatMap(blob -> blob.rows().stream())
        .filter(row -> row.delivery() == delivery)
        .map(row -> row.event().itemId())
        .toList();
  }
}
