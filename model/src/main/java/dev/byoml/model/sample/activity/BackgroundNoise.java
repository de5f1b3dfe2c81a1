package dev.byoml.model.sample.activity;

import static dev.byoml.model.sample.activity.TimeOfDay.HOUR;
import static dev.byoml.model.sample.activity.TimeOfDay.MINUTE;
import static dev.byoml.model.sample.activity.TimeOfDay.SECOND;

import dev.byoml.model.sample.organization.Account;
import dev.byoml.model.sample.organization.Department;
import dev.byoml.model.sample.organization.Organization;
import dev.byoml.model.sample.organization.RandomKey;
import dev.byoml.model.sample.organization.RandomStream;
import dev.byoml.model.sample.organization.Server;
import dev.byoml.model.sample.organization.Share;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that Windows logs beside the accesses of users to resources: sign-ins, system shares,
 * computers, anonymous logons, file checks and processes.
 */
public final class BackgroundNoise {
  private static final double SIGN_IN_LOGGED = 0.6;
  private static final double OPENS_IPC = 0.45;
  private static final double READS_POLICY = 0.45;
  private static final double COMPUTER_READS_POLICY = 0.35;
  private static final double COMPUTER_UPDATES = 0.06;
  private static final double PRINTS = 0.04;
  private static final double FILE_CHECKED = 0.12;
  private static final int HOURS_BETWEEN_SERVER_JOBS = 6;
  private static final double SERVER_JOB = 0.25;
  private static final double ANONYMOUS_PER_SERVER = 0.2;

  private static final List<String> FILES =
      List.of("plan.xlsx", "draft.docx", "minutes.docx", "offer.pdf", "desktop.ini", "list.csv");

  private static final List<String> PROCESSES =
      List.of(
          "C:\\Windows\\System32\\svchost.exe",
          "C:\\Windows\\System32\\taskhostw.exe",
          "C:\\Windows\\System32\\wbem\\WmiPrvSE.exe");

  private final RandomKey key;
  private final Organization organization;
  private final List<Share> policies;
  private final List<Share> pipes;
  private final Share printerDrivers;
  private final List<Share> software;

  public BackgroundNoise(RandomKey key, Organization organization) {
    this.key = key.of("noise");
    this.organization = organization;
    policies = new ArrayList<>();
    pipes = new ArrayList<>();
    for (Server controller : organization.estate().domainControllers()) {
      policies.add(Share.system(controller, "SYSVOL"));
      policies.add(Share.system(controller, "NETLOGON"));
      pipes.add(Share.system(controller, "IPC$"));
    }
    for (Server server : organization.estate().servers()) {
      pipes.add(Share.system(server, "IPC$"));
    }
    printerDrivers = Share.system(organization.estate().printServer(), "print$");
    software = organization.estate().sharesOf(Share.Kind.EVERYBODY);
  }

  /** What goes with a user's accesses of one day; nothing where there are none. */
  public void around(
      Account account, List<PlannedAccess> accesses, LocalDate day, Consumer<PlannedEvent> events) {
    if (accesses.isEmpty()) {
      return;
    }
    RandomStream random = key.of(account.number()).of(day.toEpochDay()).stream();
    long first = Long.MAX_VALUE;
    for (PlannedAccess access : accesses) {
      first = Math.min(first, access.nanoOfDay());
      if (random.chance(FILE_CHECKED)) {
        events.accept(fileCheck(access, random));
      }
    }
    signIn(account, Math.max(0, first - MINUTE), random, events);
  }

  private void signIn(
      Account account, long time, RandomStream random, Consumer<PlannedEvent> events) {
    Share policy = random.pick(policies);
    if (random.chance(SIGN_IN_LOGGED)) {
      events.accept(event(EventKind.LOGON, account, Share.none(policy.server()), "", time, random));
    }
    if (random.chance(OPENS_IPC)) {
      events.accept(event(EventKind.SHARE_ACCESS, account, random.pick(pipes), "", time, random));
    }
    if (random.chance(READS_POLICY)) {
      events.accept(event(EventKind.SHARE_ACCESS, account, policy, "", time, random));
    }
    if (random.chance(PRINTS)) {
      events.accept(event(EventKind.SHARE_ACCESS, account, printerDrivers, "", time, random));
    }
    if (account.kind() == Account.Kind.SERVICE) {
      return;
    }
    Account computer = workstationOf(account);
    if (random.chance(COMPUTER_READS_POLICY)) {
      events.accept(event(EventKind.SHARE_ACCESS, computer, policy, "", time, random));
    }
    if (random.chance(COMPUTER_UPDATES)) {
      events.accept(
          event(EventKind.SHARE_ACCESS, computer, random.pick(software), "", time, random));
    }
  }

  /** What the servers do by themselves, working day or not. */
  public void ofServers(LocalDate day, Consumer<PlannedEvent> events) {
    RandomStream random = key.of("servers").of(day.toEpochDay()).stream();
    List<Server> servers = organization.estate().servers();
    for (int number = 0; number < servers.size(); number++) {
      Account computer = computerAccount(Account.UNNUMBERED, servers.get(number).hostName(), "-");
      for (int hour = 0; hour < 24; hour += HOURS_BETWEEN_SERVER_JOBS) {
        if (random.chance(SERVER_JOB)) {
          Share policy = random.pick(policies);
          events.accept(event(EventKind.SHARE_ACCESS, computer, policy, "", hour * HOUR, random));
        }
        if (random.chance(SERVER_JOB)) {
          Share none = Share.none(servers.get(number));
          String process = random.pick(PROCESSES);
          events.accept(event(EventKind.PROCESS, computer, none, process, hour * HOUR, random));
        }
      }
    }
    Account anonymous =
        new Account(
            Account.UNNUMBERED,
            Account.Kind.ANONYMOUS,
            "NT AUTHORITY",
            "ANONYMOUS LOGON",
            "S-1-5-7",
            Department.NONE,
            Department.NONE,
            "10.15.0.9");
    int probes = random.poisson(Math.min(60, 1 + ANONYMOUS_PER_SERVER * servers.size()));
    for (int probe = 0; probe < probes; probe++) {
      long hour = 12 * HOUR;
      events.accept(event(EventKind.SHARE_ACCESS, anonymous, random.pick(pipes), "", hour, random));
    }
  }

  private PlannedEvent fileCheck(PlannedAccess access, RandomStream random) {
    String file = random.pick(FILES);
    return new PlannedEvent(
        EventKind.FILE_CHECK,
        access.account(),
        access.share(),
        file,
        access.ipAddress(),
        access.nanoOfDay());
  }

  /** An event within the minute from {@code time} on. */
  private static PlannedEvent event(
      EventKind kind, Account account, Share share, String detail, long time, RandomStream random) {
    long nanoOfDay = TimeOfDay.wholeTicks(time + random.below(60) * SECOND);
    return new PlannedEvent(kind, account, share, detail, account.ipAddress(), nanoOfDay);
  }

  private Account workstationOf(Account account) {
    String number = Integer.toString(100_000 + account.number());
    return computerAccount(account.number(), "WS-" + number, account.ipAddress());
  }

  private Account computerAccount(int number, String name, String address) {
    return new Account(
        number,
        Account.Kind.COMPUTER,
        organization.identity().netbiosDomain(),
        name + "$",
        "S-1-5-18",
        Department.NONE,
        Department.NONE,
        address);
  }
}
