package dev.byoml.model.score;

import static java.util.Objects.requireNonNull;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.Directions;
import dev.byoml.model.tenant.Standardization;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Scores the accesses of a window whose user or resource training did not see. The model has no
 * factors for the unseen side, so it is judged by the company it keeps within the window: all such
 * accesses of one tenant are scored together.
 *
 * <p>An access starts from a prior and moves towards evidence as there is more of it:
 *
 * <pre>score = (2 * prior + n * weight * evidence) / (2 + n) + breadth</pre>
 *
 * <p>{@code evidence} is a score of mean 0 and deviation 1 on the training accesses: the
 * standardised affinity, by factors, of the known side to a stand-in for the unseen one, made of
 * the {@code n} known neighbours it has in the window beside the access that is judged:
 *
 * <ul>
 *   <li>From {@value #FEWEST_TO_FOLD_IN} neighbours on it is folded in: one half-step of
 *       alternating least squares finds its factors while those of the model stand still. With
 *       fewer, less is found that way than by the next (see {@code model/docs/cold-start.md}).
 *   <li>Else, and where factors are not factorized but sketched, which shows in some being below
 *       zero, it is the sum of the neighbours' factors, each scaled to length 1 first.
 *   <li>Of more than {@value #MOST_LEFT_OUT} neighbours none is left out: all accesses of such a
 *       user or resource share one stand-in, which a single access hardly moves.
 * </ul>
 *
 * <ul>
 *   <li>{@link Reason#NEW_ACTOR}: the neighbours are the other known resources the user touched.
 *       The prior is the rarity of the resource, {@code 1 - ln(1 + its users) / ln(1 + all users)};
 *       the weight is the share of the tenant's users who never touched it. So a share that
 *       everybody uses says nothing, and a new joiner who uses what one department uses gets a low
 *       score.
 *   <li>{@link Reason#NEW_RESOURCE}: the neighbours are the other known users who touched it. The
 *       prior is 0.5; the weight is the rarity of the resource by the users who touched it within
 *       the window. So a new share that many take up at once does not flood the results.
 *   <li>{@link Reason#NEW_ACTOR_AND_RESOURCE}: there are no neighbours; the prior is 1.
 * </ul>
 *
 * <p>{@code breadth} belongs to the user and is added to each of the user's accesses. It is the sum
 * of the natural logarithms of three numbers, each taken as 1 if it is smaller:
 *
 * <ul>
 *   <li>how many communities the known resources belong to that a new user touched;
 *   <li>how many times more known resources a new user touched than the average user did in all of
 *       training;
 *   <li>how many unseen resources the user touched, where one that {@code m} users touched counts
 *       {@code 1 / m}. A user who alone walks through twenty hosts nobody touched before stands
 *       out; users who move to a new server together do not.
 * </ul>
 *
 * <p>Under {@link Affinity#DOT} a stand-in user gets the mean length of the tenant's users, a
 * stand-in resource the mean length of its resources, so that its affinities are of the usual size.
 *
 * <p>Scores are finite and end at the top of the band of {@link Reason#OTHER_COMMUNITY}, the
 * ceiling of the {@link Standardization} plus 2. For a tenant without a model every access is
 * {@link Reason#NEW_ACTOR_AND_RESOURCE}, nothing bounds the breadth, and the percentile is 50,
 * since there is nothing to compare with. The order of the accesses does not matter. Safe for use
 * by several threads.
 */
public final class UnseenAccessScorer {
  /** The fewest neighbours that an unseen user or resource is folded in from. */
  static final int FEWEST_TO_FOLD_IN = 2;

  /** The most neighbours of which the judged one is left out. */
  static final int MOST_LEFT_OUT = 100;

  private static final double PRIOR_WEIGHT = 2;
  private static final double NEW_RESOURCE_PRIOR = 0.5;
  private static final double BOTH_NEW_PRIOR = 1;
  private static final double NO_COMPARISON = 50;
  private static final double OTHER_COMMUNITY_BAND = 2;

  private final TenantModel model;
  private final Directions users;
  private final Directions resources;
  private final double meanUserLength;
  private final double meanResourceLength;
  private final FoldIn userFoldIn;
  private final FoldIn resourceFoldIn;
  private final Standardization standardization;

  /** Scores with the model of one tenant. */
  public UnseenAccessScorer(TenantModel model) {
    this.model = requireNonNull(model, "model");
    this.users = new Directions(model.userFactors());
    this.resources = new Directions(model.resourceFactors());
    this.meanUserLength = this.users.meanLength();
    this.meanResourceLength = this.resources.meanLength();
    boolean sketched =
        model.parameters().als().nonNegative()
            && !(users.isNonNegative() && resources.isNonNegative());
    float rating = sketched ? 0 : FoldIn.ratingOfOneAccess(model);
    AlsParameters als = model.parameters().als();
    this.userFoldIn = sketched ? null : new FoldIn(als, model.resourceFactors(), rating);
    this.resourceFoldIn = sketched ? null : new FoldIn(als, model.userFactors(), rating);
    this.standardization = model.standardizationOfFactors();
  }

  private UnseenAccessScorer() {
    model = null;
    users = null;
    resources = null;
    meanUserLength = 0;
    meanResourceLength = 0;
    userFoldIn = null;
    resourceFoldIn = null;
    standardization = Standardization.UNKNOWN;
  }

  /** Scores the accesses of a tenant that training did not see. */
  public static UnseenAccessScorer ofUnknownTenant() {
    return new UnseenAccessScorer();
  }

  /**
   * Scores a window's accesses.
   *
   * @param accesses all accesses of the window and tenant whose user or resource is not in the
   *     model
   * @return their scores, in the order of {@code accesses}
   * @throws IllegalArgumentException if an access is of another tenant or both its sides are known
   */
  public List<ScoredAccess> score(List<AccessKey> accesses) {
    Window window = new Window(new TreeSet<>(accesses));
    List<ScoredAccess> scores = new ArrayList<>(accesses.size());
    for (AccessKey access : accesses) {
      scores.add(window.score(access));
    }
    return scores;
  }

  private int user(String id) {
    return model == null ? -1 : model.user(id);
  }

  private int resource(String id) {
    return model == null ? -1 : model.resource(id);
  }

  /** 0 for what every user of the tenant touches, towards 1 for what one of many touches. */
  private double rarity(int count) {
    double all = StrictMath.log1p(model.accesses().users().size());
    return Math.max(0, 1 - StrictMath.log1p(count) / all);
  }

  private ScoredAccess scored(double score, Reason reason, int judgedBy) {
    if (model == null) {
      return new ScoredAccess(score, NO_COMPARISON, reason);
    }
    double bounded = Math.min(score, model.standardization().ceiling() + OTHER_COMMUNITY_BAND);
    return new ScoredAccess(bounded, model.trainingScores().percentile(bounded), reason, judgedBy);
  }

  /**
   * Known neighbours of an unseen user or resource, in ascending order, and the factors that they
   * give it. One thread uses it at a time.
   */
  private static final class Neighbours {
    private final Directions directions;
    private final FoldIn foldIn;
    private final List<Integer> rows = new ArrayList<>();
    private double[] ofAll;

    /** Neighbours of a side, folded in unless {@code foldIn} is null. */
    Neighbours(Directions directions, FoldIn foldIn) {
      this.directions = directions;
      this.foldIn = foldIn;
    }

    void add(int row) {
      if (directions.has(row)) {
        rows.add(row);
      }
    }

    /** How many of the others count in an access to one of them. */
    int countBeside(int row) {
      return directions.has(row) ? rows.size() - 1 : 0;
    }

    /** Cosine between one of the neighbours and what the others say. */
    double cosine(int row) {
      return directions.cosine(standIn(row), row);
    }

    private double[] standIn(int row) {
      if (rows.size() > MOST_LEFT_OUT) {
        ofAll = ofAll == null ? of(rows.stream().mapToInt(r -> r).toArray()) : ofAll;
        return ofAll;
      }
      return of(rows.stream().mapToInt(r -> r).filter(r -> r != row).toArray());
    }

    private double[] of(int... others) {
      if (others.length >= FEWEST_TO_FOLD_IN && foldIn != null) {
        return foldIn.of(others);
      }
      double[] sum = new double[directions.rank()];
      for (int other : others) {
        directions.add(sum, other, 1);
      }
      return sum;
    }
  }

  /** What a user did within the window, as far as it concerns unseen users or resources. */
  private static final class Actor {
    private final Set<Integer> communities = new HashSet<>();
    private int knownResources;
    private double unseenResources;
    private Neighbours neighbours;
  }

  /** The accesses of one window, added up by user and by resource. */
  private final class Window {
    private final Map<String, Actor> actors = new HashMap<>();
    private final Map<String, Integer> userCounts = new HashMap<>();
    private final Map<String, Neighbours> usersOfResource = new HashMap<>();

    /** Adds up in ascending order, so that sums do not depend on the order of the input. */
    Window(TreeSet<AccessKey> accesses) {
      for (AccessKey access : accesses) {
        check(access);
        userCounts.merge(access.resource(), 1, Integer::sum);
      }
      accesses.forEach(this::add);
    }

    private void check(AccessKey access) {
      if (model != null && !access.tenant().equals(model.tenant())) {
        throw new IllegalArgumentException(
            "%s is not an access of tenant %s".formatted(access, model.tenant()));
      }
      if (user(access.user()) >= 0 && resource(access.resource()) >= 0) {
        throw new IllegalArgumentException("both sides of %s are known".formatted(access));
      }
    }

    private void add(AccessKey access) {
      Actor actor = actors.computeIfAbsent(access.user(), id -> new Actor());
      int resource = resource(access.resource());
      if (resource >= 0) {
        actor.knownResources++;
        actor.communities.add(model.communities().resourceCommunity(resource));
        if (actor.neighbours == null) {
          actor.neighbours = new Neighbours(resources, userFoldIn);
        }
        actor.neighbours.add(resource);
        return;
      }
      actor.unseenResources += 1.0 / userCounts.get(access.resource());
      int user = user(access.user());
      if (user >= 0) {
        usersOfResource
            .computeIfAbsent(access.resource(), id -> new Neighbours(users, resourceFoldIn))
            .add(user);
      }
    }

    ScoredAccess score(AccessKey access) {
      Actor actor = actors.get(access.user());
      int user = user(access.user());
      int resource = resource(access.resource());
      double breadth = breadth(actor);
      if (resource >= 0) {
        int others = actor.neighbours.countBeside(resource);
        return scored(newActor(actor, resource, others) + breadth, Reason.NEW_ACTOR, others);
      }
      if (user >= 0) {
        Neighbours neighbours = usersOfResource.get(access.resource());
        int others = neighbours.countBeside(user);
        double score = newResource(user, access.resource(), neighbours, others);
        return scored(score + breadth, Reason.NEW_RESOURCE, others);
      }
      return scored(BOTH_NEW_PRIOR + breadth, Reason.NEW_ACTOR_AND_RESOURCE, 0);
    }

    private double newActor(Actor actor, int resource, int others) {
      int itsUsers = model.userCount(resource);
      double weight = 1 - (double) itsUsers / model.accesses().users().size();
      double cosine = actor.neighbours.cosine(resource);
      double affinity =
          model.parameters().affinity() == Affinity.DOT
              ? cosine * meanUserLength * resources.length(resource)
              : cosine;
      return blend(rarity(itsUsers), weight, affinity, others);
    }

    private double newResource(int user, String resource, Neighbours neighbours, int others) {
      double weight = rarity(userCounts.get(resource));
      double cosine = neighbours.cosine(user);
      double affinity =
          model.parameters().affinity() == Affinity.DOT
              ? cosine * meanResourceLength * users.length(user)
              : cosine;
      return blend(NEW_RESOURCE_PRIOR, weight, affinity, others);
    }

    private double blend(double prior, double weight, double affinity, int count) {
      double evidence = weight * standardization.score(affinity);
      return (PRIOR_WEIGHT * prior + count * evidence) / (PRIOR_WEIGHT + count);
    }

    private double breadth(Actor actor) {
      double breadth = logarithmFrom1(actor.unseenResources);
      if (actor.knownResources > 0) {
        double usual = (double) model.accesses().accessCount() / model.accesses().users().size();
        breadth +=
            logarithmFrom1(actor.communities.size()) + logarithmFrom1(actor.knownResources / usual);
      }
      return breadth;
    }

    private static double logarithmFrom1(double value) {
      return StrictMath.log(Math.max(1, value));
    }
  }
}
