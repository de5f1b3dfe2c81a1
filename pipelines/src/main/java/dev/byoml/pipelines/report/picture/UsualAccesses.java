package dev.byoml.pipelines.report.picture;

import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessesByResource;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * What was usual in training around a tenant's results: everything that the actors touched, who
 * touched the resources most, and some more of the tenant where that is little. Members stand in
 * the order of their communities, and within a community those beside each other whose strongest
 * factor is the same.
 *
 * @param users users, among them every actor
 * @param resources resources, among them every one that was touched
 * @param accesses accesses of these users to these resources
 * @param allUsers how many users there are in all, these and others
 * @param allResources how many resources there are in all, these and others
 */
public record UsualAccesses(
    List<Member> users,
    List<Member> resources,
    List<Access> accesses,
    int allUsers,
    int allResources) {
  private static final int USERS_OF_A_RESOURCE = 20;
  private static final int MOST_CONTEXT = 5_000;
  private static final int FEWEST_USERS = 60;
  private static final int FEWEST_RESOURCES = 45;

  /** {@link Member#UNSEEN} is the largest without a sign. */
  private static final Comparator<Integer> UNSEEN_LAST = Integer::compareUnsigned;

  /** Keeps copies. */
  public UsualAccesses {
    users = List.copyOf(users);
    resources = List.copyOf(resources);
    accesses = List.copyOf(accesses);
  }

  /**
   * A user or a resource.
   *
   * @param id its id
   * @param community number of its community from 0, or {@link #UNSEEN}
   */
  public record Member(String id, int community) {
    /** The community of those that training did not see. */
    public static final int UNSEEN = -1;
  }

  /**
   * Accesses of a user to a resource in training.
   *
   * @param user number of the user in the list
   * @param resource number of the resource in the list
   * @param count how many there were
   */
  public record Access(int user, int resource, long count) {}

  /**
   * Chooses the accesses to show.
   *
   * @param results the tenant's results, those that matter most first
   * @param model the tenant's model, if there is one
   * @param most how many accesses there may be; those of the first actors are kept
   */
  public static UsualAccesses of(List<Anomaly> results, Optional<TenantModel> model, int most) {
    Set<String> users = new LinkedHashSet<>();
    Set<String> resources = new LinkedHashSet<>();
    for (Anomaly result : results) {
      users.add(result.actor());
      resources.add(result.resource());
    }
    return model
        .map(known -> of(users, resources, known, most))
        .orElseGet(
            () ->
                new UsualAccesses(
                    unseen(users), unseen(resources), List.of(), users.size(), resources.size()));
  }

  private static UsualAccesses of(
      Set<String> users, Set<String> resources, TenantModel model, int most) {
    List<String> actors = List.copyOf(users);
    for (String resource : List.copyOf(resources)) {
      if (users.size() - actors.size() < MOST_CONTEXT) {
        addUsers(users, resource, model);
      }
    }
    int left = most;
    for (String actor : actors) {
      left -= left > 0 ? addResources(resources, actor, model) : 0;
    }
    fill(users, model.accesses().users(), FEWEST_USERS);
    fill(resources, model.accesses().resources(), FEWEST_RESOURCES);
    List<Member> rows =
        ordered(users, model::user, model.communities()::userCommunity, model.userFactors());
    List<Member> columns =
        ordered(
            resources,
            model::resource,
            model.communities()::resourceCommunity,
            model.resourceFactors());
    return new UsualAccesses(
        rows,
        columns,
        accesses(users, numbers(rows), numbers(columns), model, most),
        all(users, model.accesses().users().size(), model::user),
        all(resources, model.accesses().resources().size(), model::resource));
  }

  private static int all(Set<String> members, int known, ToIntFunction<String> index) {
    return known + (int) members.stream().filter(id -> index.applyAsInt(id) < 0).count();
  }

  private static void fill(Set<String> chosen, List<String> all, int fewest) {
    for (int i = 0; i < all.size() && chosen.size() < fewest; i++) {
      chosen.add(all.get(i));
    }
  }

  /** Adds those who touched a resource most. */
  private static void addUsers(Set<String> users, String resource, TenantModel model) {
    int index = model.resource(resource);
    AccessesByResource accesses = model.accessesByResource();
    record Touched(int user, long count) {}
    List<Touched> touched = new ArrayList<>();
    for (int i = 0; index >= 0 && i < accesses.userCount(index); i++) {
      touched.add(
          new Touched(
              accesses.user(index, i), model.accesses().counts()[accesses.position(index, i)]));
    }
    touched.sort(
        Comparator.comparingLong(Touched::count).reversed().thenComparingInt(Touched::user));
    touched.stream()
        .limit(USERS_OF_A_RESOURCE)
        .forEach(one -> users.add(model.accesses().users().get(one.user())));
  }

  /** Adds all that an actor touched, and returns how much that was. */
  private static int addResources(Set<String> resources, String actor, TenantModel model) {
    int index = model.user(actor);
    if (index < 0) {
      return 0;
    }
    CompressedRows accesses = model.accesses().likelihoods();
    for (int position = accesses.rowStart(index); position < accesses.rowEnd(index); position++) {
      resources.add(model.accesses().resources().get(accesses.column(position)));
    }
    return accesses.rowEnd(index) - accesses.rowStart(index);
  }

  private static List<Access> accesses(
      Set<String> users,
      Map<String, Integer> rows,
      Map<String, Integer> columns,
      TenantModel model,
      int most) {
    List<Access> list = new ArrayList<>();
    CompressedRows accesses = model.accesses().likelihoods();
    for (String id : users) {
      int user = model.user(id);
      for (int position = user < 0 ? 0 : accesses.rowStart(user);
          user >= 0 && position < accesses.rowEnd(user) && list.size() < most;
          position++) {
        Integer column = columns.get(model.accesses().resources().get(accesses.column(position)));
        if (column != null) {
          list.add(new Access(rows.get(id), column, model.accesses().counts()[position]));
        }
      }
    }
    return list;
  }

  private static Map<String, Integer> numbers(List<Member> members) {
    Map<String, Integer> numbers = new HashMap<>();
    for (Member member : members) {
      numbers.put(member.id(), numbers.size());
    }
    return numbers;
  }

  private static List<Member> unseen(Set<String> ids) {
    return ids.stream().sorted().map(id -> new Member(id, Member.UNSEEN)).toList();
  }

  private static List<Member> ordered(
      Set<String> ids, ToIntFunction<String> index, IntUnaryOperator community, Factors factors) {
    record Placed(Member member, int strongestFactor) {}
    return ids.stream()
        .map(
            id -> {
              int i = index.applyAsInt(id);
              return i < 0
                  ? new Placed(new Member(id, Member.UNSEEN), 0)
                  : new Placed(new Member(id, community.applyAsInt(i)), strongest(factors.row(i)));
            })
        .sorted(
            Comparator.<Placed, Integer>comparing(
                    placed -> placed.member().community(), UNSEEN_LAST)
                .thenComparingInt(Placed::strongestFactor)
                .thenComparing(placed -> placed.member().id()))
        .map(Placed::member)
        .toList();
  }

  private static int strongest(float[] factors) {
    int strongest = 0;
    for (int k = 1; k < factors.length; k++) {
      if (factors[k] > factors[strongest]) {
        strongest = k;
      }
    }
    return strongest;
  }
}
