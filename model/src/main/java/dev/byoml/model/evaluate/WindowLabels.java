package dev.byoml.model.evaluate;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Labels made of a later window, without anybody's judgement: harmless is what users touched for
 * the first time, and beside each such access stands one to the same resource by another of these
 * users, who touched it neither before nor then, and should be found. Popularity alone separates
 * them in half of the cases.
 */
public final class WindowLabels {
  private static final int MOST_ACCESSES = 10_000;
  private static final int DRAWS = 20;
  private static final long SEED = 24;

  private WindowLabels() {}

  /**
   * The labels of one tenant.
   *
   * @param model what training made of the time before
   * @param window accesses of the tenant in a later window, in any order
   * @return pairs of both labels, as many of one as of the other, in a fixed order; empty where
   *     nothing in the window is new among known users and resources
   */
  public static List<LabelledPair> of(TenantModel model, Collection<AccessKey> window) {
    Set<AccessKey> happened = new HashSet<>(window);
    List<AccessKey> fresh = new ArrayList<>();
    for (AccessKey access : new TreeSet<>(window)) {
      if (model.user(access.user()) >= 0
          && model.resource(access.resource()) >= 0
          && !MethodScores.isKnown(model, access)) {
        fresh.add(access);
      }
    }
    SplittableRandom random = new SplittableRandom(SEED);
    int taken = Math.min(MOST_ACCESSES, fresh.size());
    for (int i = 0; i < taken; i++) {
      int other = i + random.nextInt(fresh.size() - i);
      AccessKey access = fresh.get(other);
      fresh.set(other, fresh.get(i));
      fresh.set(i, access);
    }
    Set<AccessKey> never = new HashSet<>();
    List<LabelledPair> pairs = new ArrayList<>();
    for (AccessKey access : fresh.subList(0, taken)) {
      for (int draw = 0; draw < DRAWS; draw++) {
        String user = fresh.get(random.nextInt(taken)).user();
        AccessKey other = new AccessKey(access.tenant(), user, access.resource());
        if (!happened.contains(other) && !MethodScores.isKnown(model, other) && never.add(other)) {
          pairs.add(new LabelledPair(access, false));
          pairs.add(new LabelledPair(other, true));
          break;
        }
      }
    }
    return pairs;
  }
}
