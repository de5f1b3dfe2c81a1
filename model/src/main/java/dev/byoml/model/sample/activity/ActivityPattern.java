package dev.byoml.model.sample.activity;

import static dev.byoml.model.sample.activity.TimeOfDay.HOUR;
import static dev.byoml.model.sample.activity.TimeOfDay.MINUTE;

import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Habits;
import dev.byoml.model.sample.organization.Organization;
import dev.byoml.model.sample.organization.OrganizationShape;
import dev.byoml.model.sample.organization.RandomKey;
import dev.byoml.model.sample.organization.RandomStream;
import dev.byoml.model.sample.organization.Share;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When the users of one organisation work, how much, and on what. Each user's day depends on
 * nothing but the seed, the user and the day.
 */
public final class ActivityPattern {

  private static final double SIGMA = 0.7;
  private static final double LEAST_ACCESSES = 0.3;
  private static final double MOST_ACCESSES = 60;
  private static final double PRESENT_ON_WORKING_DAYS = 0.92;
  private static final double PRESENT_ON_WEEKENDS = 0.04;
  private static final double WEEKEND_PACE = 0.35;
  private static final double IN_THE_EVENING = 0.015;

  /** Accesses come in bursts: how often one follows the last within three minutes. */
  private static final double GOES_ON = 0.6;

  private static final double LATEST_HOUR = 23.5;
  private static final double NIGHTLY_SERVICES = 0.6;
  private static final int DAYS_BEFORE_LEAVE = 3;
  private static final int ACCESSES_BEFORE_LEAVE = 3;

  private final RandomKey key;
  private final Organization organization;
  private final SampleWindows windows;
  private final double medianAccesses;

  /** From which day on somebody is not there; only who is away some day has an entry. */
  private final Map<Integer, LocalDate> awayFrom = new HashMap<>();

  private final Map<Integer, List<PlannedAccess>> planted = new HashMap<>();

  public ActivityPattern(
      RandomKey key,
      Organization organization,
      OrganizationShape shape,
      SampleWindows windows,
      List<Scenario> scenarios) {
    this.key = key.of("activity");
    this.organization = organization;
    this.windows = windows;
    medianAccesses = shape.accessesPerDay() / StrictMath.exp(SIGMA * SIGMA / 2);
    for (Scenario scenario : scenarios) {
      for (PlannedAccess access : scenario.accesses()) {
        planted.computeIfAbsent(access.account().number(), n -> new ArrayList<>()).add(access);
      }
      for (Account account : scenario.accounts()) {
        if (scenario.kind() == ScenarioKind.NEW_JOINER) {
          awayFrom.put(account.number(), windows.firstDay());
        } else if (scenario.kind() == ScenarioKind.BACK_FROM_LEAVE) {
          awayFrom.put(account.number(), windows.firstDay().plusDays(DAYS_BEFORE_LEAVE));
        }
      }
    }
  }

  /** All accesses of a user on a day, in no order; what is planted comes last. */
  public List<PlannedAccess> accessesOf(Account account, LocalDate day) {
    List<PlannedAccess> accesses = ordinaryAccessesOf(account, day);
    List<PlannedAccess> extra =
        day.equals(windows.scoringDay())
            ? planted.getOrDefault(account.number(), List.of())
            : List.of();
    if (extra.isEmpty()) {
      return accesses;
    }
    List<PlannedAccess> all = new ArrayList<>(accesses);
    all.addAll(extra);
    return all;
  }

  private List<PlannedAccess> ordinaryAccessesOf(Account account, LocalDate day) {
    LocalDate away = awayFrom.get(account.number());
    if (away != null && !day.isBefore(away)) {
      return Collections.emptyList();
    }
    boolean lastDayBeforeLeave = away != null && day.equals(lastWorkingDayBefore(away));
    RandomStream character = key.of("character").of(account.number()).stream();
    RandomStream today = key.of("day").of(account.number()).of(day.toEpochDay()).stream();
    return account.kind() == Account.Kind.SERVICE
        ? runs(account, character, today)
        : work(
            account,
            SampleWindows.isWorkingDay(day),
            lastDayBeforeLeave ? ACCESSES_BEFORE_LEAVE : 0,
            character,
            today);
  }

  /** A service visits all its shares at the same times every day, give or take half a minute. */
  private List<PlannedAccess> runs(Account account, RandomStream character, RandomStream today) {
    boolean nightly = character.chance(NIGHTLY_SERVICES);
    int every = nightly ? 24 : 8;
    long first = (nightly ? 1 : 6) * HOUR + character.below(60) * MINUTE;
    List<PlannedAccess> accesses = new ArrayList<>();
    for (long start = first; start < 24 * HOUR; start += every * HOUR) {
      for (Share share : organization.habitsOf(account).shares()) {
        accesses.add(access(account, share, start + today.unit() * MINUTE / 2));
      }
    }
    return accesses;
  }

  private List<PlannedAccess> work(
      Account account,
      boolean workingDay,
      int atLeast,
      RandomStream character,
      RandomStream today) {
    double pace =
        Math.max(
            LEAST_ACCESSES, Math.min(medianAccesses * character.heavyTailed(SIGMA), MOST_ACCESSES));
    double arrival = 8.5 + 0.75 * Math.max(-2, Math.min(character.gaussian(), 2));
    boolean present = today.chance(workingDay ? PRESENT_ON_WORKING_DAYS : PRESENT_ON_WEEKENDS);
    if (!present && atLeast == 0) {
      return Collections.emptyList();
    }
    int count = Math.max(atLeast, today.poisson(workingDay ? pace : WEEKEND_PACE * pace));
    Habits habits = organization.habitsOf(account);
    List<PlannedAccess> accesses = new ArrayList<>(count);
    double hour = LATEST_HOUR;
    for (int i = 0; i < count; i++) {
      boolean goesOn = today.chance(GOES_ON) && hour < LATEST_HOUR;
      hour = goesOn ? hour + today.between(0.002, 0.05) : hour(arrival, workingDay, today);
      accesses.add(access(account, habits.next(today), hour * HOUR));
    }
    return accesses;
  }

  private static LocalDate lastWorkingDayBefore(LocalDate day) {
    LocalDate before = day.minusDays(1);
    while (!SampleWindows.isWorkingDay(before)) {
      before = before.minusDays(1);
    }
    return before;
  }

  /**
   * Hour of the day at which a burst begins: before or after a break at noon, seldom in the
   * evening.
   */
  private static double hour(double arrival, boolean workingDay, RandomStream today) {
    if (!workingDay) {
      return today.between(9, 19);
    }
    if (today.chance(IN_THE_EVENING)) {
      return today.between(19, LATEST_HOUR);
    }
    return today.chance(0.5) ? arrival + today.between(0, 3.5) : arrival + today.between(4.25, 8.5);
  }

  private static PlannedAccess access(Account account, Share share, double nanoOfDay) {
    return new PlannedAccess(
        account, share, account.ipAddress(), TimeOfDay.wholeTicks((long) nanoOfDay));
  }
}
