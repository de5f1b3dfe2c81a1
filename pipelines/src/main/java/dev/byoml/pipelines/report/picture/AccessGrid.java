package dev.byoml.pipelines.report.picture;

import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.report.picture.UsualAccesses.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who touches what: actors and resources of a tenant in the order of their communities, and within
 * a community those beside each other whose strongest factor is the same.
 *
 * @param actors the rows
 * @param resources the columns
 * @param cells accesses of training, then reported ones
 * @param allActors how many actors there are in all, drawn or not
 * @param allResources how many resources there are in all, drawn or not
 */
public record AccessGrid(
    List<Member> actors,
    List<Member> resources,
    List<Cell> cells,
    int allActors,
    int allResources) {
  private static final int MOST_ACTORS = 60;
  private static final int MOST_RESOURCES = 45;

  /** Keeps copies. */
  public AccessGrid {
    actors = List.copyOf(actors);
    resources = List.copyOf(resources);
    cells = List.copyOf(cells);
  }

  /**
   * Accesses of an actor to a resource.
   *
   * @param actor number of the row
   * @param resource number of the column
   * @param accesses how often: in the window if anomalous, in training if not
   * @param anomalous whether it was reported
   */
  public record Cell(int actor, int resource, long accesses, boolean anomalous) {}

  /**
   * Chooses what is drawn: first who and what was reported, then what those actors usually touch
   * and who usually touches those resources, then the rest, as long as there is room.
   *
   * @param anomalies the tenant's anomalies, the most anomalous first
   * @param usual what was usual around them
   */
  static AccessGrid of(List<Anomaly> anomalies, UsualAccesses usual) {
    Set<String> actors = new LinkedHashSet<>();
    Set<String> resources = new LinkedHashSet<>();
    for (Anomaly anomaly : anomalies) {
      actors.add(anomaly.actor());
      resources.add(anomaly.resource());
    }
    Set<String> someActors = first(MOST_ACTORS, actors);
    Set<String> someResources = first(MOST_RESOURCES, resources);
    for (UsualAccesses.Access access : usual.accesses()) {
      String actor = usual.users().get(access.user()).id();
      String resource = usual.resources().get(access.resource()).id();
      if (someActors.contains(actor)) {
        resources.add(resource);
      }
      if (someResources.contains(resource)) {
        actors.add(actor);
      }
    }
    usual.users().forEach(member -> actors.add(member.id()));
    usual.resources().forEach(member -> resources.add(member.id()));
    List<Member> rows = members(usual.users(), first(MOST_ACTORS, actors));
    List<Member> columns = members(usual.resources(), first(MOST_RESOURCES, resources));
    return new AccessGrid(
        rows,
        columns,
        cells(anomalies, usual, numbers(rows), numbers(columns)),
        usual.allUsers(),
        usual.allResources());
  }

  private static Set<String> first(int most, Set<String> ids) {
    return ids.stream().limit(most).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Member> members(List<Member> inOrder, Set<String> chosen) {
    return inOrder.stream().filter(member -> chosen.contains(member.id())).toList();
  }

  private static Map<String, Integer> numbers(List<Member> members) {
    Map<String, Integer> numbers = new HashMap<>();
    for (Member member : members) {
      numbers.put(member.id(), numbers.size());
    }
    return numbers;
  }

  private static List<Cell> cells(
      List<Anomaly> anomalies,
      UsualAccesses usual,
      Map<String, Integer> rows,
      Map<String, Integer> columns) {
    List<Cell> cells = new ArrayList<>();
    for (UsualAccesses.Access access : usual.accesses()) {
      Integer row = rows.get(usual.users().get(access.user()).id());
      Integer column = columns.get(usual.resources().get(access.resource()).id());
      if (row != null && column != null) {
        cells.add(new Cell(row, column, access.count(), false));
      }
    }
    for (Anomaly anomaly : anomalies) {
      Integer row = rows.get(anomaly.actor());
      Integer column = columns.get(anomaly.resource());
      if (row != null && column != null) {
        cells.add(new Cell(row, column, anomaly.accessCount(), true));
      }
    }
    return cells;
  }
}
