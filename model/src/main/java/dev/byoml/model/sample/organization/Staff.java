package dev.byoml.model.sample.organization;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Hires the users of one organisation: who they are, where they work. */
final class Staff {
  private static final int ADMINISTRATOR_EVERY = 40;
  private static final int FIRST_ADMINISTRATOR = 9;
  private static final int SERVICE_EVERY = 30;
  private static final int FIRST_SERVICE = 7;
  private static final int ADMINISTRATORS_DEPARTMENT = 2;
  private static final int FIRST_RELATIVE_ID = 1101;
  private static final double GOLDEN_RATIO = 0.6180339887498949;
  private static final int ADDRESSES_OF_A_SUBNET = 250;

  private final RandomKey key;
  private final TenantIdentity identity;
  private final Estate estate;
  private final String domainSid;
  private final long nameStep;
  private final long firstName;

  private Staff(RandomKey key, TenantIdentity identity, Estate estate) {
    this.key = key.of("staff");
    this.identity = identity;
    this.estate = estate;
    RandomStream random = this.key.stream();
    domainSid = "S-1-5-21-" + sidPart(random) + "-" + sidPart(random) + "-" + sidPart(random) + "-";
    int people = Vocabulary.distinctPeople();
    long step = people / 3 + random.below(people / 3);
    while (!BigInteger.valueOf(step).gcd(BigInteger.valueOf(people)).equals(BigInteger.ONE)) {
      step++;
    }
    nameStep = step;
    firstName = random.below(people);
  }

  /** The first {@code users} users; each is the same whatever the number of users. */
  static List<Account> hire(RandomKey key, TenantIdentity identity, Estate estate, int users) {
    Staff staff = new Staff(key, identity, estate);
    List<Account> accounts = new ArrayList<>(users);
    for (int number = 0; number < users; number++) {
      accounts.add(staff.account(number));
    }
    return accounts;
  }

  private Account account(int number) {
    Account.Kind kind = kind(number);
    int department =
        kind == Account.Kind.ADMINISTRATOR ? ADMINISTRATORS_DEPARTMENT : department(number);
    int teams = estate.departments().get(department).teams();
    return new Account(
        number,
        kind,
        identity.netbiosDomain(),
        kind == Account.Kind.SERVICE
            ? Vocabulary.service(number / SERVICE_EVERY)
            : Vocabulary.person(nameOf(number)),
        domainSid + (FIRST_RELATIVE_ID + number),
        department,
        key.of("team").of(number).stream().below(teams),
        address(number));
  }

  private static Account.Kind kind(int number) {
    if (number % ADMINISTRATOR_EVERY == FIRST_ADMINISTRATOR) {
      return Account.Kind.ADMINISTRATOR;
    }
    return number % SERVICE_EVERY == FIRST_SERVICE ? Account.Kind.SERVICE : Account.Kind.PERSON;
  }

  /** No department stays empty: the first people go round all of them, the rest by headcount. */
  private int department(int number) {
    int count = estate.departments().size();
    if (number < 3 * count) {
      return number % count;
    }
    double position = (number * GOLDEN_RATIO) % 1.0;
    double below = 0;
    for (int department = 0; department < count; department++) {
      below += estate.headcounts().get(department);
      if (position < below) {
        return department;
      }
    }
    return count - 1;
  }

  /** Walks through all names in an order of the tenant's own. */
  private int nameOf(int number) {
    int people = Vocabulary.distinctPeople();
    int name = (int) ((firstName + number % people * nameStep) % people);
    return number / people * people + name;
  }

  private static String address(int number) {
    int subnet = number / ADDRESSES_OF_A_SUBNET;
    return "10."
        + (16 + subnet / 256)
        + "."
        + subnet % 256
        + "."
        + (number % ADDRESSES_OF_A_SUBNET + 2);
  }

  private static long sidPart(RandomStream random) {
    return random.bits() >>> 32;
  }
}
