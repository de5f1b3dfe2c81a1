package dev.byoml.pipelines.notebook;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was learned of one tenant. Immutable and safe for use by several threads. */
public final class TrainedTenant {
  private final TenantModel model;
  private final AccessScorer scorer;

  TrainedTenant(TenantModel model) {
    this.model = model;
    this.scorer = new AccessScorer(model);
  }

  /**
   * Users and resources that chains of accesses link.
   *
   * @param number the community's number, from 0
   * @param users ids of its users
   * @param resources ids of its resources
   */
  public record Community(int number, List<String> users, List<String> resources) {
    /** Keeps copies. */
    public Community {
      users = List.copyOf(users);
      resources = List.copyOf(resources);
    }
  }

  /**
   * An access of training.
   *
   * @param access who touched what
   * @param count how often
   * @param score its score, higher is more anomalous
   */
  public record KnownAccess(AccessKey access, long count, double score) {}

  /** The tenant's id. */
  public String id() {
    return model.tenant();
  }

  /** Ids of the users that training saw. */
  public List<String> users() {
    return List.copyOf(model.accesses().users());
  }

  /** Ids of the resources that training saw. */
  public List<String> resources() {
    return List.copyOf(model.accesses().resources());
  }

  /** Value of the objective after each iteration; empty where the algorithm has none. */
  public List<Double> objective() {
    return model.objective();
  }

  /** The communities, by number. */
  public List<Community> communities() {
    AccessMatrix accesses = model.accesses();
    List<List<String>> users = lists();
    for (int user = 0; user < accesses.users().size(); user++) {
      users.get(model.communities().userCommunity(user)).add(accesses.users().get(user));
    }
    List<List<String>> resources = lists();
    for (int resource = 0; resource < accesses.resources().size(); resource++) {
      resources
          .get(model.communities().resourceCommunity(resource))
          .add(accesses.resources().get(resource));
    }
    List<Community> communities = new ArrayList<>();
    for (int number = 0; number < users.size(); number++) {
      communities.add(new Community(number, users.get(number), resources.get(number)));
    }
    return List.copyOf(communities);
  }

  private List<List<String>> lists() {
    List<List<String>> lists = new ArrayList<>();
    for (int number = 0; number < model.communities().count(); number++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /** Every access of training with its score, by user and then by resource. */
  public List<KnownAccess> accesses() {
    AccessMatrix accesses = model.accesses();
    List<KnownAccess> known = new ArrayList<>(accesses.accessCount());
    for (int user = 0; user < accesses.users().size(); user++) {
      int end = accesses.likelihoods().rowEnd(user);
      for (int position = accesses.likelihoods().rowStart(user); position < end; position++) {
        int resource = accesses.likelihoods().column(position);
        known.add(
            new KnownAccess(
                new AccessKey(id(), accesses.users().get(user), accesses.resources().get(resource)),
                accesses.counts()[position],
                scorer.score(user, resource).score()));
      }
    }
    return List.copyOf(known);
  }

  /**
   * Scores an access by itself, whether or not it ever happened; a run also counts what else its
   * actor does.
   *
   * @return its score, or nothing if training saw no such user or no such resource
   */
  public Optional<ScoredAccess> score(String user, String resource) {
    return scorer.score(user, resource);
  }
}
