package dev.byoml.model.explain;

import dev.byoml.model.tenant.Directions;
import dev.byoml.model.tenant.TenantModel;

/**
 * The users most like a user: those of the same community whose factors have the largest cosine
 * with the user's; of equally near ones the one with the smaller index comes first. Of {@code n}
 * others {@code sqrt(n)} are called near, the usual number of neighbours (Duda, Hart, Stork,
 * Pattern Classification, 2001, section 4.4), and {@value #MOST} at most: four of twenty, ten of a
 * hundred.
 *
 * <p>The first question about a user looks at all users; the answer is remembered. Safe for use by
 * several threads.
 */
final class NearestUsers {
  /** The most users that are called near. */
  static final int MOST = 20;

  private static final int AT_A_TIME = 64;

  private final TenantModel model;
  private final Directions directions;
  private final Remembered<int[]> nearest;

  NearestUsers(TenantModel model) {
    this.model = model;
    this.directions = new Directions(model.userFactors());
    this.nearest = new Remembered<>(model.userFactors().rowCount(), this::search);
  }

  /** Indexes of up to {@link #MOST} users, nearest first; shared, not to be changed. */
  int[] of(int user) {
    return nearest.get(user);
  }

  /** Cosine between the factors of two users, -1 to 1; 0 where one has none. */
  double similarity(int user, int other) {
    return cosine(user, other, model.userFactors().dot(user, model.userFactors(), other));
  }

  private double cosine(int user, int other, double product) {
    double lengths = directions.length(user) * directions.length(other);
    return lengths > 0 ? Directions.within1(product / lengths) : 0;
  }

  private int[] search(int user) {
    int community = model.communities().userCommunity(user);
    int size = model.communities().userCount(community) - 1;
    TopK largest = new TopK((int) Math.min(MOST, Math.round(Math.sqrt(size))));
    int[] others = new int[AT_A_TIME];
    double[] products = new double[AT_A_TIME];
    int count = 0;
    int rows = directions.has(user) ? model.userFactors().rowCount() : 0;
    for (int other = 0; other < rows; other++) {
      if (other != user
          && model.communities().userCommunity(other) == community
          && directions.has(other)) {
        others[count++] = other;
      }
      if (count == AT_A_TIME || other == rows - 1) {
        model.userFactors().dots(user, model.userFactors(), others, count, products);
        for (int i = 0; i < count; i++) {
          largest.add(others[i], cosine(user, others[i], products[i]));
        }
        count = 0;
      }
    }
    return largest.toArray();
  }
}
