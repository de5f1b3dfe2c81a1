package dev.byoml.model.sample.organization;

import java.util.ArrayList;
import java.util.List;

/** Decides which shares each account uses. */
final class HabitPlan {
  private static final double DEPARTMENT_REACH = 0.95;
  private static final double TEAM_REACH = 0.85;
  private static final double EVERYBODY_REACH = 0.6;
  private static final double EVERYBODY_WEIGHT = 2.0;
  private static final double ADMINISTRATIVE_FRACTION = 0.6;
  private static final int MOST_ADMINISTERED_SERVERS = 8;
  private static final double MOST_OTHER_FOLDERS = 200;
  private static final int SERVICE_SHARES = 3;

  /** People with errands to other departments, for each hundredth of accesses that they make. */
  private static final double ERRAND_RUNNERS = 10;

  private final RandomKey key;
  private final Estate estate;
  private final OrganizationShape shape;
  private final List<Share> everybody;
  private final List<List<Share>> administered;

  HabitPlan(RandomKey key, Estate estate, OrganizationShape shape) {
    this.key = key.of("habits");
    this.estate = estate;
    this.shape = shape;
    everybody = estate.sharesOf(Share.Kind.EVERYBODY);
    administered = administeredServers(estate);
  }

  /** The habits of one account; they depend on no other account. */
  Habits of(Account account) {
    RandomStream random = key.of(account.number()).stream();
    Habits.Builder habits = new Habits.Builder();
    if (account.kind() == Account.Kind.SERVICE) {
      random
          .pick(departmentOf(account).shares(), SERVICE_SHARES)
          .forEach(share -> habits.add(share, 1));
      return habits.build();
    }
    addDepartment(habits, departmentOf(account), account.team(), random);
    for (Share share : everybody) {
      if (random.chance(EVERYBODY_REACH)) {
        habits.add(share, EVERYBODY_WEIGHT / everybody.size() * random.heavyTailed(0.4));
      }
    }
    if (random.chance(shape.crossDepartment())) {
      addSecondDepartment(habits, account, random);
    }
    addErrands(habits, account, random);
    if (account.kind() == Account.Kind.ADMINISTRATOR) {
      addAdministration(habits, random);
    }
    return habits.build();
  }

  private void addDepartment(
      Habits.Builder habits, Department department, int team, RandomStream random) {
    List<Share> otherTeams = new ArrayList<>();
    for (Share share : department.shares()) {
      if (share.kind() == Share.Kind.DEPARTMENT) {
        if (habits.isEmpty() || random.chance(DEPARTMENT_REACH)) {
          habits.add(share, random.heavyTailed(0.4));
        }
      } else if (share.team() == team) {
        if (random.chance(TEAM_REACH)) {
          habits.add(share, 1.6 * random.heavyTailed(0.4));
        }
      } else {
        otherTeams.add(share);
      }
    }
    double expected = Math.min(otherTeams.size(), MOST_OTHER_FOLDERS) * shape.density();
    int others = (int) expected + (random.chance(expected % 1) ? 1 : 0);
    for (Share share : random.pick(otherTeams, others)) {
      habits.add(share, 0.4 * random.heavyTailed(0.4));
    }
  }

  private void addSecondDepartment(Habits.Builder habits, Account account, RandomStream random) {
    Department second = otherDepartment(account, random);
    int team = random.below(second.teams());
    for (Share share : second.shares()) {
      boolean ofTeam = share.kind() == Share.Kind.DEPARTMENT || share.team() == team;
      if (ofTeam && random.chance(TEAM_REACH)) {
        habits.add(share, 0.6 * random.heavyTailed(0.4));
      }
    }
  }

  /**
   * Few people run errands, always to the same few folders. How many people, and how often they go,
   * follows from the share of accesses outside the own department.
   */
  private void addErrands(Habits.Builder habits, Account account, RandomStream random) {
    double runners = Math.min(1, ERRAND_RUNNERS * shape.outside());
    if (!random.chance(runners)) {
      return;
    }
    double fraction = shape.outside() / runners;
    int folders = 1 + (int) (fraction * 10);
    List<Share> errands = new ArrayList<>();
    for (int folder = 0; folder < folders; folder++) {
      errands.add(random.pick(otherDepartment(account, random).shares()));
    }
    habits.addFraction(errands, fraction);
  }

  private void addAdministration(Habits.Builder habits, RandomStream random) {
    int servers = Math.min(MOST_ADMINISTERED_SERVERS, Math.max(2, administered.size() / 2));
    habits.addFraction(
        random.pick(administered, servers).stream().flatMap(List::stream).toList(),
        ADMINISTRATIVE_FRACTION);
  }

  private Department departmentOf(Account account) {
    return estate.departments().get(account.department());
  }

  private Department otherDepartment(Account account, RandomStream random) {
    int count = estate.departments().size();
    int distance = 1 + random.below(count - 1);
    return estate.departments().get((account.department() + distance) % count);
  }

  /** The administrative shares of each server that somebody administers. */
  private static List<List<Share>> administeredServers(Estate estate) {
    List<Share> administrative = estate.sharesOf(Share.Kind.ADMINISTRATIVE);
    List<List<Share>> servers = new ArrayList<>();
    for (int first = 0; first < administrative.size(); first += 2) {
      if (!administrative.get(first).server().quiet()) {
        servers.add(administrative.subList(first, first + 2));
      }
    }
    return servers;
  }
}
