package dev.byoml.model.tenant;

import dev.byoml.model.score.Reason;
import java.util.Optional;

/**
 * How well users fit resources, as an algorithm learned it of one tenant. Users and resources are
 * numbered as in the tenant's access matrix.
 *
 * <p>The platform makes the rest of it: it standardises affinities to scores, gives the reasons,
 * judges users and resources that training did not see, and explains.
 *
 * <p>The same question always gets the same answer, to the bit. Safe for use by several threads.
 */
public interface PairAffinity {
  /**
   * The affinity of a user to a resource: a finite number, the larger the better they fit. Any
   * scale will do, as long as it is the same for all pairs of the tenant.
   */
  double of(int user, int resource);

  /**
   * The affinities of a user to several resources, the same numbers as one by one; for algorithms
   * to which that costs less.
   *
   * @param resources indexes of resources
   * @param from the first of them that is asked for
   * @param to the one after the last
   * @param affinities takes the affinities, from its start
   */
  default void of(int user, int[] resources, int from, int to, double[] affinities) {
    for (int i = from; i < to; i++) {
      affinities[i - from] = of(user, resources[i]);
    }
  }

  /**
   * A finite bound that no affinity of the tenant is below; an affinity below it is taken as it.
   */
  double lowest();

  /**
   * Whether an affinity says something of a user and a resource that no chain of accesses links. If
   * not, the default, such a pair scores above all others; else by its affinity, either way as
   * {@link Reason#OTHER_COMMUNITY}.
   */
  default boolean spansCommunities() {
    return false;
  }

  /**
   * What the algorithm has to say of a pair: a sentence in plain words that stands in the
   * explanation beside the platform's own, or nothing.
   */
  default Optional<String> explain(int user, int resource) {
    return Optional.empty();
  }

  /** Which users or resources they say less of than of others, in plain words, or nothing. */
  default Optional<String> limit() {
    return Optional.empty();
  }

  /** How it was chosen that these affinities score the tenant, where there was a choice. */
  default Optional<Choice> choice() {
    return Optional.empty();
  }
}
