package dev.byoml.model.sample;

import static dev.byoml.model.sample.activity.TimeOfDay.MINUTE;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.sample.activity.ActivityPattern;
import dev.byoml.model.sample.activity.BackgroundNoise;
import dev.byoml.model.sample.activity.EventKind;
import dev.byoml.model.sample.activity.PlannedAccess;
import dev.byoml.model.sample.activity.PlannedEvent;
import dev.byoml.model.sample.activity.SampleWindows;
import dev.byoml.model.sample.activity.Scenario;
import dev.byoml.model.sample.activity.Scenarios;
import dev.byoml.model.sample.export.DeliveryPlan;
import dev.byoml.model.sample.export.EventSpelling;
import dev.byoml.model.sample.export.ExportBlob;
import dev.byoml.model.sample.export.SampleEvent;
import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Department;
import dev.byoml.model.sample.organization.Organization;
import dev.byoml.model.sample.organization.OrganizationShape;
import dev.byoml.model.sample.organization.RandomKey;
import dev.byoml.model.sample.organization.Share;
import dev.byoml.model.sample.organization.TenantIdentity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** One organisation of the sample: what happens in it, day by day or user by user. */
public final class SampleTenant {
  private static final long NANOS_OF_A_BLOB = ExportBlob.MINUTES * MINUTE;

  private final RandomKey key;
  private final Organization organization;
  private final SampleWindows windows;
  private final List<Scenario> scenarios;
  private final ActivityPattern activity;
  private final BackgroundNoise noise;
  private final boolean interrupted;

  private SampleTenant(
      RandomKey key,
      Organization organization,
      OrganizationShape shape,
      SampleWindows windows,
      boolean interrupted) {
    this.key = key;
    this.organization = organization;
    this.windows = windows;
    this.interrupted = interrupted;
    scenarios = Scenarios.plan(key, organization, shape);
    activity = new ActivityPattern(key, organization, shape, windows, scenarios);
    noise = new BackgroundNoise(key, organization);
  }

  static SampleTenant of(int number, SampleDataParameters parameters, OrganizationShape shape) {
    RandomKey key = RandomKey.ofSeed(parameters.seed()).of("tenant").of(number);
    Organization organization =
        Organization.of(
            key, number, parameters.usersOf(number), parameters.resourcesOf(number), shape);
    SampleWindows windows = SampleWindows.ofDays(parameters.days());
    return new SampleTenant(key, organization, shape, windows, number == 0);
  }

  /** The names by which the organisation is known. */
  public TenantIdentity identity() {
    return organization.identity();
  }

  /** All users. */
  public List<Account> accounts() {
    return organization.accounts();
  }

  /** All resources, those that nobody uses included. */
  public List<Share> shares() {
    return organization.estate().shares();
  }

  /** All departments. */
  public List<Department> departments() {
    return organization.estate().departments();
  }

  /** What is planted into the scored window, attacks first. */
  public List<PlantedScenario> scenarios() {
    return scenarios.stream().map(this::planted).toList();
  }

  /**
   * The accesses of the days of training, user by user. Computed while the stream is read, so any
   * number of users fits into memory.
   */
  public Stream<SampleAccess> trainingAccesses() {
    return organization.accounts().stream()
        .flatMap(account -> trainingAccessesOf(account).stream());
  }

  /**
   * The users and resources of the scored window that met for the first time, in no order: those of
   * the attacks, those of the harmless look-alikes, and what ordinary work brings. Computed while
   * the stream is read.
   */
  public Stream<LabelledAccess> labels() {
    Set<AccessKey> attacks = new HashSet<>();
    scenarios.stream()
        .filter(scenario -> scenario.kind().isAnomalous())
        .flatMap(scenario -> scenario.accesses().stream())
        .forEach(access -> attacks.add(keyOf(access)));
    return organization.accounts().stream()
        .flatMap(account -> firstMeetingsOf(account).stream())
        .map(access -> new LabelledAccess(access, attacks.contains(access)));
  }

  /** The events of one day, in order of time. */
  public Stream<SampleEvent> events(LocalDate day) {
    EventSpelling spelling = new EventSpelling(key, identity().tenantId(), day);
    List<PlannedEvent> planned = plannedEvents(day);
    return Stream.iterate(0, position -> position < planned.size(), position -> position + 1)
        .map(position -> spelling.spell(planned.get(position), position));
  }

  /** The export of one day, blob by blob in order of time. Computed while the stream is read. */
  public Stream<ExportBlob> export(LocalDate day) {
    EventSpelling spelling = new EventSpelling(key, identity().tenantId(), day);
    DeliveryPlan deliveries = new DeliveryPlan(key, day);
    List<PlannedEvent> planned = plannedEvents(day);
    return slots(planned).stream()
        .flatMap(
            slot -> {
              List<SampleEvent> events = new ArrayList<>(slot.end() - slot.start());
              for (int position = slot.start(); position < slot.end(); position++) {
                events.add(spelling.spell(planned.get(position), position));
              }
              boolean last = slot.end() == planned.size() && day.equals(windows.scoringDay());
              return deliveries
                  .blobs(
                      instant(day, slot.number() * NANOS_OF_A_BLOB),
                      events,
                      slot.start(),
                      interrupted && last)
                  .stream();
            });
  }

  private record Slot(long number, int start, int end) {}

  private static List<Slot> slots(List<PlannedEvent> planned) {
    List<Slot> slots = new ArrayList<>();
    int start = 0;
    for (int position = 1; position <= planned.size(); position++) {
      long number = planned.get(start).nanoOfDay() / NANOS_OF_A_BLOB;
      if (position == planned.size()
          || planned.get(position).nanoOfDay() / NANOS_OF_A_BLOB != number) {
        slots.add(new Slot(number, start, position));
        start = position;
      }
    }
    return slots;
  }

  private List<PlannedEvent> plannedEvents(LocalDate day) {
    List<PlannedEvent> events = new ArrayList<>();
    for (Account account : organization.accounts()) {
      List<PlannedAccess> accesses = activity.accessesOf(account, day);
      for (PlannedAccess access : accesses) {
        events.add(
            new PlannedEvent(
                EventKind.SHARE_ACCESS,
                account,
                access.share(),
                "",
                access.ipAddress(),
                access.nanoOfDay()));
      }
      noise.around(account, accesses, day, events::add);
    }
    noise.ofServers(day, events::add);
    events.sort(Comparator.comparingLong(PlannedEvent::nanoOfDay));
    return events;
  }

  private List<SampleAccess> trainingAccessesOf(Account account) {
    Map<Integer, Totals> totals = new LinkedHashMap<>();
    for (LocalDate day : windows.trainingDays()) {
      for (PlannedAccess access : activity.accessesOf(account, day)) {
        totals
            .computeIfAbsent(access.share().number(), number -> new Totals(access.share()))
            .add(instant(day, access.nanoOfDay()));
      }
    }
    String user = account.user();
    List<SampleAccess> accesses = new ArrayList<>(totals.size());
    for (Totals total : totals.values()) {
      AccessKey pair = new AccessKey(identity().tenantId(), user, total.share.resource());
      accesses.add(new SampleAccess(pair, total.count, total.first, total.last));
    }
    return accesses;
  }

  private List<AccessKey> firstMeetingsOf(Account account) {
    Map<Integer, Share> met = new LinkedHashMap<>();
    for (PlannedAccess access : activity.accessesOf(account, windows.scoringDay())) {
      met.put(access.share().number(), access.share());
    }
    if (met.isEmpty()) {
      return List.of();
    }
    for (LocalDate day : windows.trainingDays()) {
      for (PlannedAccess access : activity.accessesOf(account, day)) {
        met.remove(access.share().number());
      }
    }
    String user = account.user();
    return met.values().stream()
        .map(share -> new AccessKey(identity().tenantId(), user, share.resource()))
        .toList();
  }

  private AccessKey keyOf(PlannedAccess access) {
    return new AccessKey(identity().tenantId(), access.account().user(), access.share().resource());
  }

  private PlantedScenario planted(Scenario scenario) {
    return new PlantedScenario(
        scenario.kind(),
        scenario.accesses().stream().map(this::keyOf).distinct().sorted().toList(),
        instant(windows.scoringDay(), scenario.firstNanoOfDay()),
        instant(windows.scoringDay(), scenario.lastNanoOfDay()));
  }

  private static Instant instant(LocalDate day, long nanoOfDay) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().plusNanos(nanoOfDay);
  }

  /** Adds up the accesses to one share. */
  private static final class Totals {
    private final Share share;
    private long count;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    Totals(Share share) {
      this.share = share;
    }

    void add(Instant time) {
      count++;
      first = time.isBefore(first) ? time : first;
      last = time.isAfter(last) ? time : last;
    }
  }
}
