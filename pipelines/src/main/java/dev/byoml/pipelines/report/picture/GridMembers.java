package dev.byoml.pipelines.report.picture;

import dev.byoml.model.als.Factors;
import dev.byoml.model.matrix.AccessesByResource;
import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.pipelines.report.picture.AccessGrid.Member;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * Rows and columns of an {@link AccessGrid}: first who and what was reported, then what those
 * actors usually touch and who usually touches those resources, then the rest, as long as there is
 * room.
 *
 * @param actors in the order of the rows
 * @param resources in the order of the columns
 * @param allActors how many actors there are in all
 * @param allResources how many resources there are in all
 */
record GridMembers(List<Member> actors, List<Member> resources, int allActors, int allResources) {
  private static final int MOST_ACTORS = 60;
  private static final int MOST_RESOURCES = 45;

  /** {@link Member#UNSEEN} is the largest without a sign. */
  private static final Comparator<Integer> UNSEEN_LAST = Integer::compareUnsigned;

  static GridMembers of(List<Anomaly> anomalies, Optional<TenantModel> model) {
    Set<String> actors = new LinkedHashSet<>();
    Set<String> resources = new LinkedHashSet<>();
    for (Anomaly anomaly : anomalies) {
      actors.add(anomaly.actor());
      resources.add(anomaly.resource());
    }
    return model.map(known -> of(actors, resources, known)).orElseGet(() -> of(actors, resources));
  }

  private static GridMembers of(Set<String> actors, Set<String> resources, TenantModel model) {
    List<String> someActors = first(MOST_ACTORS, actors);
    List<String> someResources = first(MOST_RESOURCES, resources);
    someResources.forEach(resource -> addUsers(actors, resource, model));
    someActors.forEach(actor -> addResources(resources, actor, model));
    actors.addAll(model.accesses().users());
    resources.addAll(model.accesses().resources());
    return new GridMembers(
        ordered(
            first(MOST_ACTORS, actors),
            model::user,
            model.communities()::userCommunity,
            model.userFactors()),
        ordered(
            first(MOST_RESOURCES, resources),
            model::resource,
            model.communities()::resourceCommunity,
            model.resourceFactors()),
        actors.size(),
        resources.size());
  }

  private static GridMembers of(Set<String> actors, Set<String> resources) {
    return new GridMembers(
        unseen(first(MOST_ACTORS, actors)),
        unseen(first(MOST_RESOURCES, resources)),
        actors.size(),
        resources.size());
  }

  private static List<String> first(int most, Set<String> ids) {
    return ids.stream().limit(most).toList();
  }

  private static void addUsers(Set<String> actors, String resource, TenantModel model) {
    int index = model.resource(resource);
    AccessesByResource accesses = model.accessesByResource();
    for (int i = 0; index >= 0 && i < accesses.userCount(index) && i < MOST_ACTORS; i++) {
      actors.add(model.accesses().users().get(accesses.user(index, i)));
    }
  }

  private static void addResources(Set<String> resources, String actor, TenantModel model) {
    int index = model.user(actor);
    if (index >= 0) {
      CompressedRows accesses = model.accesses().likelihoods();
      for (int position = accesses.rowStart(index); position < accesses.rowEnd(index); position++) {
        resources.add(model.accesses().resources().get(accesses.column(position)));
      }
    }
  }

  private static List<Member> unseen(List<String> ids) {
    return ids.stream().sorted().map(id -> new Member(id, Member.UNSEEN)).toList();
  }

  private static List<Member> ordered(
      List<String> ids, ToIntFunction<String> index, IntUnaryOperator community, Factors factors) {
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
