package dev.byoml.pipelines.report.picture;

import dev.byoml.model.matrix.CompressedRows;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.tenant.TenantModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Keeps copies. */
  public AccessGrid {
    actors = List.copyOf(actors);
    resources = List.copyOf(resources);
    cells = List.copyOf(cells);
  }

  /**
   * A row or a column.
   *
   * @param id the actor or resource
   * @param community number of its community from 0, or {@link #UNSEEN}
   */
  public record Member(String id, int community) {
    /** The community of those that training did not see. */
    public static final int UNSEEN = -1;
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
   * Chooses what is drawn.
   *
   * @param anomalies the tenant's anomalies, the most anomalous first
   * @param model the tenant's model, if there is one
   */
  public static AccessGrid of(List<Anomaly> anomalies, Optional<TenantModel> model) {
    GridMembers members = GridMembers.of(anomalies, model);
    Map<String, Integer> rows = numbers(members.actors());
    Map<String, Integer> columns = numbers(members.resources());
    List<Cell> cells = new ArrayList<>();
    model.ifPresent(known -> addUsual(cells, rows, columns, known));
    for (Anomaly anomaly : anomalies) {
      Integer row = rows.get(anomaly.actor());
      Integer column = columns.get(anomaly.resource());
      if (row != null && column != null) {
        cells.add(new Cell(row, column, anomaly.accessCount(), true));
      }
    }
    return new AccessGrid(
        members.actors(), members.resources(), cells, members.allActors(), members.allResources());
  }

  private static Map<String, Integer> numbers(List<Member> members) {
    Map<String, Integer> numbers = new HashMap<>();
    for (Member member : members) {
      numbers.put(member.id(), numbers.size());
    }
    return numbers;
  }

  private static void addUsual(
      List<Cell> cells,
      Map<String, Integer> rows,
      Map<String, Integer> columns,
      TenantModel model) {
    CompressedRows accesses = model.accesses().likelihoods();
    for (int user = 0; user < accesses.rowCount(); user++) {
      Integer row = rows.get(model.accesses().users().get(user));
      for (int position = accesses.rowStart(user);
          row != null && position < accesses.rowEnd(user);
          position++) {
        Integer column = columns.get(model.accesses().resources().get(accesses.column(position)));
        if (column != null) {
          cells.add(new Cell(row, column, model.accesses().counts()[position], false));
        }
      }
    }
  }
}
