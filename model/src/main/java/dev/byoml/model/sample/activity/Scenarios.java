package dev.byoml.model.sample.activity;

import static dev.byoml.model.sample.activity.TimeOfDay.HOUR;
import static dev.byoml.model.sample.activity.TimeOfDay.MINUTE;

import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Department;
import dev.byoml.model.sample.organization.Habits;
import dev.byoml.model.sample.organization.Organization;
import dev.byoml.model.sample.organization.OrganizationShape;
import dev.byoml.model.sample.organization.RandomKey;
import dev.byoml.model.sample.organization.RandomStream;
import dev.byoml.model.sample.organization.Server;
import dev.byoml.model.sample.organization.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Plans what is planted into one organisation's scoring day. */
public final class Scenarios {
  private static final int FEWEST_FOREIGN_SHARES = 3;
  private static final int MOST_FOREIGN_SHARES = 8;
  private static final int FEWEST_SWEPT_SERVERS = 6;
  private static final int MOST_SWEPT_SERVERS = 12;
  private static final int MOST_ROBBED_DEPARTMENTS = 3;
  private static final int SHARES_OF_A_ROBBED_DEPARTMENT = 2;
  private static final int MOST_JOINER_SHARES = 5;
  private static final int MOST_LEAVER_SHARES = 8;
  private static final int FEWEST_COLLEAGUES = 3;
  private static final int MOST_COLLEAGUES = 6;

  private final Organization organization;
  private final Cast cast;
  private final RandomKey key;

  private Scenarios(RandomKey key, Organization organization) {
    this.key = key.of("scenarios");
    this.organization = organization;
    this.cast = new Cast(organization.accounts());
  }

  /**
   * Plans the scenarios: attacks first, then what only looks like one, fewer where an organisation
   * has nobody left to play a role.
   */
  public static List<Scenario> plan(
      RandomKey key, Organization organization, OrganizationShape shape) {
    int count = shape.scenariosOfEachKind(organization.accounts().size());
    Scenarios scenarios = new Scenarios(key, organization);
    List<Scenario> planned = new ArrayList<>();
    for (ScenarioKind kind : ScenarioKind.values()) {
      for (int number = 0; number < count; number++) {
        RandomStream random = scenarios.key.of(kind.name()).of(number).stream();
        scenarios.planner(kind).apply(number, random).ifPresent(planned::add);
      }
    }
    return planned;
  }

  private BiFunction<Integer, RandomStream, Optional<Scenario>> planner(ScenarioKind kind) {
    return switch (kind) {
      case FOREIGN_DEPARTMENT -> (number, random) -> foreignDepartment(random);
      case ADMINISTRATIVE_SWEEP -> (number, random) -> administrativeSweep(random);
      case STOLEN_SERVICE_ACCOUNT -> (number, random) -> stolenServiceAccount(random);
      case FIRST_ACCESS -> (number, random) -> firstAccess(random);
      case NEW_JOINER -> (number, random) -> newJoiner(random);
      case NEW_SHARE -> this::newShare;
      case BACK_FROM_LEAVE -> (number, random) -> backFromLeave(random);
    };
  }

  private Optional<Scenario> foreignDepartment(RandomStream random) {
    return cast.take(Account.Kind.PERSON, random, account -> !foreignDepartments(account).isEmpty())
        .map(
            account -> {
              Department target = random.pick(foreignDepartments(account));
              List<Share> shares = random.pick(target.shares(), MOST_FOREIGN_SHARES);
              long start = (10 + random.below(7)) * HOUR + random.below(60) * MINUTE;
              return reading(ScenarioKind.FOREIGN_DEPARTMENT, account, shares, start, 40, random);
            });
  }

  /** Departments of some size in which the account uses nothing. */
  private List<Department> foreignDepartments(Account account) {
    Habits habits = organization.habitsOf(account);
    return organization.estate().departments().stream()
        .filter(department -> department.number() != account.department())
        .filter(department -> department.shares().size() >= FEWEST_FOREIGN_SHARES)
        .filter(department -> department.shares().stream().noneMatch(habits::contain))
        .toList();
  }

  private Optional<Scenario> administrativeSweep(RandomStream random) {
    List<Server> servers = organization.estate().servers();
    List<Share> administrative = organization.estate().sharesOf(Share.Kind.ADMINISTRATIVE);
    int swept =
        Math.min(
            servers.size(),
            FEWEST_SWEPT_SERVERS + random.below(MOST_SWEPT_SERVERS - FEWEST_SWEPT_SERVERS + 1));
    return cast.take(Account.Kind.PERSON, random, account -> true)
        .map(
            account -> {
              List<PlannedAccess> accesses = new ArrayList<>();
              long time = 19 * HOUR + random.below(120) * MINUTE;
              for (Server server : withQuietOne(random.pick(servers, servers.size()), swept)) {
                for (Share share : administrative) {
                  if (share.server().equals(server)) {
                    time += (long) (random.between(0.05, 1) * MINUTE);
                    accesses.add(access(account, share, time));
                  }
                }
              }
              return new Scenario(ScenarioKind.ADMINISTRATIVE_SWEEP, accesses);
            });
  }

  /** The first servers, the last of them replaced where none is quiet. */
  private static List<Server> withQuietOne(List<Server> servers, int count) {
    List<Server> chosen = new ArrayList<>(servers.subList(0, count));
    if (chosen.stream().noneMatch(Server::quiet)) {
      servers.stream()
          .filter(Server::quiet)
          .findFirst()
          .ifPresent(quiet -> chosen.set(count - 1, quiet));
    }
    return chosen;
  }

  private Optional<Scenario> stolenServiceAccount(RandomStream random) {
    return cast.take(Account.Kind.SERVICE, random, account -> true)
        .map(
            account -> {
              String elsewhere = random.pick(organization.accounts()).ipAddress();
              long time = 2 * HOUR + random.below(60) * MINUTE;
              List<PlannedAccess> accesses = new ArrayList<>();
              for (Share share : foreignShares(account, random)) {
                time += (long) (random.between(0.5, 5) * MINUTE);
                accesses.add(accessFrom(elsewhere, account, share, time));
              }
              return new Scenario(ScenarioKind.STOLEN_SERVICE_ACCOUNT, accesses);
            });
  }

  /** A few shares of each of some departments that the account does not work for. */
  private List<Share> foreignShares(Account account, RandomStream random) {
    List<Department> departments = organization.estate().departments();
    return random.pick(departments, departments.size()).stream()
        .filter(department -> department.number() != account.department())
        .limit(MOST_ROBBED_DEPARTMENTS)
        .flatMap(
            department -> random.pick(department.shares(), SHARES_OF_A_ROBBED_DEPARTMENT).stream())
        .toList();
  }

  private Optional<Scenario> firstAccess(RandomStream random) {
    List<PlannedAccess> accesses = new ArrayList<>();
    int people = colleagues();
    for (int person = 0; person < people; person++) {
      cast.take(Account.Kind.PERSON, random, account -> !unusedFolders(account).isEmpty())
          .ifPresent(
              account ->
                  accesses.add(
                      access(account, random.pick(unusedFolders(account)), officeTime(random))));
    }
    return scenario(ScenarioKind.FIRST_ACCESS, accesses);
  }

  /** Folders of the account's own department that it does not use. */
  private List<Share> unusedFolders(Account account) {
    Habits habits = organization.habitsOf(account);
    return organization.departmentOf(account).shares().stream()
        .filter(share -> !habits.contain(share))
        .toList();
  }

  private Optional<Scenario> newJoiner(RandomStream random) {
    return cast.take(Account.Kind.PERSON, random, account -> true)
        .map(
            account -> {
              List<Share> shares = new ArrayList<>();
              for (Share share : organization.departmentOf(account).shares()) {
                if (share.kind() == Share.Kind.DEPARTMENT || share.team() == account.team()) {
                  shares.add(share);
                }
              }
              List<Share> opened = new ArrayList<>(random.pick(shares, MOST_JOINER_SHARES - 1));
              opened.add(random.pick(organization.estate().sharesOf(Share.Kind.EVERYBODY)));
              return reading(ScenarioKind.NEW_JOINER, account, opened, 9 * HOUR, 360, random);
            });
  }

  private Optional<Scenario> newShare(int number, RandomStream random) {
    List<Share> newShares = organization.estate().sharesOf(Share.Kind.NEWLY_MADE);
    if (number >= newShares.size()) {
      return Optional.empty();
    }
    Share share = newShares.get(number);
    List<PlannedAccess> accesses = new ArrayList<>();
    int people = colleagues();
    for (int person = 0; person < people; person++) {
      cast.take(Account.Kind.PERSON, random, account -> account.department() == share.department())
          .ifPresent(account -> accesses.add(access(account, share, officeTime(random))));
    }
    return scenario(ScenarioKind.NEW_SHARE, accesses);
  }

  private Optional<Scenario> backFromLeave(RandomStream random) {
    return cast.take(Account.Kind.PERSON, random, account -> true)
        .map(
            account -> {
              List<Share> usual =
                  random.pick(organization.habitsOf(account).shares(), MOST_LEAVER_SHARES);
              return reading(ScenarioKind.BACK_FROM_LEAVE, account, usual, 8 * HOUR, 420, random);
            });
  }

  /** One account opens each share once to three times within some minutes from the start on. */
  private static Scenario reading(
      ScenarioKind kind,
      Account account,
      List<Share> shares,
      long start,
      int minutes,
      RandomStream random) {
    List<PlannedAccess> accesses = new ArrayList<>();
    for (Share share : shares) {
      int sessions = 1 + random.below(3);
      for (int session = 0; session < sessions; session++) {
        accesses.add(access(account, share, start + (long) (random.unit() * minutes * MINUTE)));
      }
    }
    return new Scenario(kind, accesses);
  }

  private int colleagues() {
    return Math.max(
        FEWEST_COLLEAGUES, Math.min(organization.accounts().size() / 25, MOST_COLLEAGUES));
  }

  private static long officeTime(RandomStream random) {
    return (long) (random.between(9, 16.5) * HOUR);
  }

  private static PlannedAccess access(Account account, Share share, long nanoOfDay) {
    return accessFrom(account.ipAddress(), account, share, nanoOfDay);
  }

  private static PlannedAccess accessFrom(
      String ipAddress, Account account, Share share, long nanoOfDay) {
    return new PlannedAccess(account, share, ipAddress, TimeOfDay.wholeTicks(nanoOfDay));
  }

  private static Optional<Scenario> scenario(ScenarioKind kind, List<PlannedAccess> accesses) {
    return accesses.isEmpty() ? Optional.empty() : Optional.of(new Scenario(kind, accesses));
  }
}
