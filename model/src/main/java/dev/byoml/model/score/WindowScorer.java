package dev.byoml.model.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Scores what is new of a tenant's window: each access by itself, and then in the light of what
 * else its actor does.
 *
 * <p>By itself an access has the score of {@link AccessScorer}, or of {@link UnseenAccessScorer}
 * where training does not know its user or resource. Two things are added, both of which only ever
 * raise a score:
 *
 * <ul>
 *   <li>Of a resource that training has not seen nothing is known but who touches it. It moves
 *       towards the mean {@code m} of the actor's {@code n} new accesses to resources that training
 *       knows, as an access with so many neighbours does:
 *       <pre>own = max(score, (2 * score + n * m) / (2 + n))</pre>
 *   <li>With the score of the {@link ActorStory} made of these, an access gets half of what that
 *       lies above its own:
 *       <pre>score = own + max(0, actor - max(0, own)) / 2</pre>
 * </ul>
 *
 * <p>So the accesses of an actor who does many odd things rank together, and above a single odd
 * access; an actor's only new access keeps its score. Percentiles compare the outcome with the
 * training accesses. The order of the accesses does not matter. Safe for use by several threads.
 */
public final class WindowScorer {
  private static final double PRIOR_WEIGHT = 2;
  private static final double SHARE_OF_ACTOR = 0.5;

  private final TenantModel model;
  private final AccessScorer known;
  private final UnseenAccessScorer unseen;

  /** Scores with the model of one tenant. */
  public WindowScorer(TenantModel model) {
    this(model, new AccessScorer(model), new UnseenAccessScorer(model));
  }

  /**
   * Scores with the scorers of one tenant's model.
   *
   * @param known scores what the model knows
   * @param unseen scores the rest
   */
  public WindowScorer(TenantModel model, AccessScorer known, UnseenAccessScorer unseen) {
    this.model = requireNonNull(model, "model");
    this.known = requireNonNull(known, "known");
    this.unseen = requireNonNull(unseen, "unseen");
  }

  private WindowScorer() {
    model = null;
    known = null;
    unseen = UnseenAccessScorer.ofUnknownTenant();
  }

  /** Scores the accesses of a tenant that training did not see. */
  public static WindowScorer ofUnknownTenant() {
    return new WindowScorer();
  }

  /**
   * An access as it is judged within its window.
   *
   * @param scored score, percentile and reason
   * @param actor what is new of the actor's whole window; {@link ActorStory#NONE} where training
   *     has seen the access
   */
  public record Judged(ScoredAccess scored, ActorStory actor) {}

  /**
   * Scores a window's accesses.
   *
   * @param accesses all accesses of the window and tenant that training has not seen; those that it
   *     has seen may be among them, and change nothing
   * @return their scores, in the order of {@code accesses}
   */
  public List<Judged> score(List<AccessKey> accesses) {
    List<ScoredAccess> own = lifted(accesses, alone(accesses));
    List<Judged> judged = new ArrayList<>();
    own.forEach(scored -> judged.add(new Judged(scored, ActorStory.NONE)));
    byActor(accesses, own)
        .forEach(
            (user, positions) -> {
              ActorStory story = story(accesses, own, positions);
              positions.forEach(i -> judged.set(i, together(own.get(i), story)));
            });
    return judged;
  }

  /** Each access by itself. */
  private List<ScoredAccess> alone(List<AccessKey> accesses) {
    ScoredAccess[] scores = new ScoredAccess[accesses.size()];
    if (known != null) {
      scoreKnown(accesses, scores);
    }
    List<AccessKey> rest = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] == null) {
        rest.add(accesses.get(i));
      }
    }
    int next = 0;
    List<ScoredAccess> ofRest = unseen.score(rest);
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] == null) {
        scores[i] = ofRest.get(next++);
      }
    }
    return Arrays.asList(scores);
  }

  /** Scores accesses whose user and resource the model knows, those of one user together. */
  private void scoreKnown(List<AccessKey> accesses, ScoredAccess[] scores) {
    long[] userAndPlace = new long[scores.length];
    int[] resources = new int[scores.length];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      int user = model.user(accesses.get(i).user());
      resources[i] = model.resource(accesses.get(i).resource());
      if (user >= 0 && resources[i] >= 0) {
        userAndPlace[count++] = (long) user << Integer.SIZE | i;
      }
    }
    Arrays.sort(userAndPlace, 0, count);
    for (int from = 0; from < count; ) {
      int user = (int) (userAndPlace[from] >> Integer.SIZE);
      int to = from;
      while (to < count && (int) (userAndPlace[to] >> Integer.SIZE) == user) {
        to++;
      }
      int[] ofUser = new int[to - from];
      for (int i = from; i < to; i++) {
        ofUser[i - from] = resources[(int) userAndPlace[i]];
      }
      ScoredAccess[] scored = known.score(user, ofUser);
      for (int i = from; i < to; i++) {
        scores[(int) userAndPlace[i]] = scored[i - from];
      }
      from = to;
    }
  }

  /** The positions of the accesses that are new to their actors, of each actor by resource. */
  private static Map<String, List<Integer>> byActor(
      List<AccessKey> accesses, List<ScoredAccess> scores) {
    Map<String, TreeMap<String, Integer>> sorted = new TreeMap<>();
    for (int i = 0; i < accesses.size(); i++) {
      if (scores.get(i).reason() != Reason.SEEN_BEFORE) {
        sorted
            .computeIfAbsent(accesses.get(i).user(), user -> new TreeMap<>())
            .put(accesses.get(i).resource(), i);
      }
    }
    Map<String, List<Integer>> positions = new TreeMap<>();
    sorted.forEach((user, ofUser) -> positions.put(user, List.copyOf(ofUser.values())));
    return positions;
  }

  private List<ScoredAccess> lifted(List<AccessKey> accesses, List<ScoredAccess> alone) {
    List<ScoredAccess> lifted = new ArrayList<>(alone);
    for (List<Integer> positions : byActor(accesses, alone).values()) {
      double sum = 0;
      int others = 0;
      for (int i : positions) {
        if (!isOfNewResource(alone.get(i))) {
          sum += alone.get(i).score();
          others++;
        }
      }
      for (int i : positions) {
        ScoredAccess scored = alone.get(i);
        if (others > 0 && isOfNewResource(scored)) {
          double moved = (PRIOR_WEIGHT * scored.score() + sum) / (PRIOR_WEIGHT + others);
          lifted.set(i, raised(scored, Math.max(scored.score(), moved)));
        }
      }
    }
    return lifted;
  }

  private static boolean isOfNewResource(ScoredAccess scored) {
    return scored.reason() == Reason.NEW_RESOURCE
        || scored.reason() == Reason.NEW_ACTOR_AND_RESOURCE;
  }

  private ActorStory story(
      List<AccessKey> accesses, List<ScoredAccess> own, List<Integer> positions) {
    Set<Integer> communities = new HashSet<>();
    for (int i : positions) {
      int resource = model == null ? -1 : model.resource(accesses.get(i).resource());
      if (resource >= 0) {
        communities.add(model.communities().resourceCommunity(resource));
      }
    }
    return ActorStory.of(
        positions.stream().map(i -> accesses.get(i).resource()).toList(),
        positions.stream().mapToDouble(i -> own.get(i).score()).toArray(),
        positions.stream().mapToDouble(i -> own.get(i).percentile()).toArray(),
        communities.size());
  }

  private Judged together(ScoredAccess own, ActorStory story) {
    double above = Math.max(0, story.score() - Math.max(0, own.score()));
    return new Judged(raised(own, own.score() + SHARE_OF_ACTOR * above), story);
  }

  private ScoredAccess raised(ScoredAccess scored, double score) {
    double percentile =
        model == null ? scored.percentile() : model.trainingScores().percentile(score);
    return new ScoredAccess(score, percentile, scored.reason(), scored.judgedBy());
  }
}
