package dev.byoml.model.study;

import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.study.StudySample.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * An organisation of 100,000 accesses in which few resources have most of the users and few users
 * most of the accesses, both by a power law: the resource of rank k is drawn with a probability in
 * proportion to 1/k, the user of rank k to 1/√k. Everybody belongs to one of fifty groups, each
 * resource to one as well; four draws of five stay within the group.
 *
 * <p>Harmless pairs are a tenth of the accesses within a group, hidden from training. Each has a
 * counterpart that should be found: the same resource with the user of another harmless pair, who
 * is of another group and never touched it. So popularity and activity are alike on both sides.
 */
final class PowerLawSample {
  private static final int USERS = 5000;
  private static final int RESOURCES = 1500;
  private static final int ACCESSES = 100_000;
  private static final int GROUPS = 50;
  private static final int DAYS = 28;
  private static final double WITHIN_GROUP = 0.8;
  private static final double OF_USERS = 0.5;
  private static final double OF_RESOURCES = 1;
  private static final int HIDDEN_OF_A_HUNDRED = 10;
  private static final int DRAWS = 50;

  private final Random random;
  private final int[] groupOfUser;
  private final int[] groupOfResource;
  private final double[] users = cumulated(USERS, OF_USERS);
  private final double[] resources = cumulated(RESOURCES, OF_RESOURCES);

  private PowerLawSample(long seed) {
    random = new Random(seed);
    groupOfUser = random.ints(USERS, 0, GROUPS).toArray();
    groupOfResource = random.ints(RESOURCES, 0, GROUPS).toArray();
  }

  /** The organisation of a seed; the same seed always gives the same. */
  static StudySample of(long seed) {
    return new PowerLawSample(seed).make();
  }

  private static double[] cumulated(int count, double exponent) {
    double[] sums = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += StrictMath.pow(i + 1, -exponent);
      sums[i] = sum;
    }
    return sums;
  }

  private int draw(double[] sums) {
    int place = Arrays.binarySearch(sums, random.nextDouble() * sums[sums.length - 1]);
    return place < 0 ? -place - 1 : place;
  }

  private int resourceOf(int user) {
    boolean within = random.nextDouble() < WITHIN_GROUP;
    while (true) {
      int resource = draw(resources);
      if (!within || groupOfResource[resource] == groupOfUser[user]) {
        return resource;
      }
    }
  }

  private boolean isWithinGroup(int user, int resource) {
    return groupOfUser[user] == groupOfResource[resource];
  }

  private StudySample make() {
    Set<Integer> touched = new LinkedHashSet<>();
    while (touched.size() < ACCESSES) {
      int user = draw(users);
      touched.add(user * RESOURCES + resourceOf(user));
    }
    AccessMatrixBuilder training = new AccessMatrixBuilder("0");
    List<Integer> hidden = new ArrayList<>();
    for (int pair : touched) {
      int first = random.nextInt(DAYS);
      int count = 1 + (int) (-3 * StrictMath.log(1 - random.nextDouble()));
      boolean own = isWithinGroup(pair / RESOURCES, pair % RESOURCES);
      if (own && random.nextInt(100) < HIDDEN_OF_A_HUNDRED) {
        hidden.add(pair);
      } else {
        double span = count == 1 ? 1 : 1 + random.nextInt(DAYS - first);
        training.add(
            id("user", pair / RESOURCES),
            id("resource", pair % RESOURCES),
            count,
            count / span,
            first);
      }
    }
    AccessMatrix accesses = training.build();
    return new StudySample(accesses, pairs(accesses, hidden, touched));
  }

  private List<Pair> pairs(AccessMatrix accesses, List<Integer> hidden, Set<Integer> touched) {
    List<Pair> pairs = new ArrayList<>();
    for (int harmless : hidden) {
      int resource = harmless % RESOURCES;
      for (int i = 0; i < DRAWS; i++) {
        int other = hidden.get(random.nextInt(hidden.size())) / RESOURCES;
        if (!isWithinGroup(other, resource) && !touched.contains(other * RESOURCES + resource)) {
          add(pairs, accesses, harmless / RESOURCES, resource, false);
          add(pairs, accesses, other, resource, true);
          break;
        }
      }
    }
    return pairs;
  }

  private static void add(
      List<Pair> pairs, AccessMatrix accesses, int user, int resource, boolean positive) {
    int row = Collections.binarySearch(accesses.users(), id("user", user));
    int column = Collections.binarySearch(accesses.resources(), id("resource", resource));
    if (row >= 0 && column >= 0) {
      pairs.add(new Pair(row, column, positive));
    }
  }

  private static String id(String kind, int number) {
    return "%s%05d".formatted(kind, number);
  }
}
