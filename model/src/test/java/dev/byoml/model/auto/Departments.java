package dev.byoml.model.auto;

import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** An organisation of three departments, a, b and c. */
final class Departments {
  private static final int PEOPLE = 30;
  private static final int SHARES = 24;
  private static final int DAYS = 20;

  private Departments() {}

  /** Departments of so many people and shares that there are more than 200,000 accesses. */
  static AccessMatrix manyAccesses() {
    return accesses(200, 750, true);
  }

  /**
   * Thirty people each. Everybody touches half of the department's shares; person 00 of each never
   * touches its share 0.
   *
   * @param linked whether everybody touches one share that all have
   * @param others accesses on top, each a user and a share with a space between
   */
  static AccessMatrix accesses(boolean linked, String... others) {
    return accesses(PEOPLE, SHARES, linked, others);
  }

  private static AccessMatrix accesses(int people, int shares, boolean linked, String... others) {
    Random random = new Random(5);
    AccessMatrixBuilder builder = new AccessMatrixBuilder("t");
    for (char department = 'a'; department <= 'c'; department++) {
      for (int person = 0; person < people; person++) {
        String user = "%s%02d".formatted(department, person);
        int day = random.nextInt(DAYS);
        if (linked) {
          builder.add(user, "\\\\all\\public", 3, 1, day);
        }
        for (int share = 0; share < shares; share++) {
          boolean left = share == 0 && person == 0;
          if (!left && random.nextInt(2) == 0) {
            builder.add(
                user,
                share(department, share),
                1 + random.nextInt(5),
                0.5 + random.nextDouble(),
                random.nextInt(DAYS));
          }
        }
      }
    }
    for (String other : others) {
      builder.add(other.split(" ")[0], other.split(" ")[1], 1, 1, DAYS - 1);
    }
    return builder.build();
  }

  /** The department of each user of some accesses. */
  static PeerGroups groups(AccessMatrix accesses) {
    return groups(accesses, user -> user.substring(0, 1));
  }

  /** Groups of the users of some accesses. */
  static PeerGroups groups(AccessMatrix accesses, UnaryOperator<String> groupOf) {
    return new PeerGroups(
        Enrichment.of(
            accesses.users().stream()
                .map(
                    user ->
                        new Enrichment.Entry(
                            Side.USER, null, user, Map.of("department", groupOf.apply(user))))
                .toList()),
        "department",
        2);
  }

  /** A share of a department. */
  static String share(char department, int share) {
    return "\\\\%s\\share-%d".formatted(department, share);
  }
}
