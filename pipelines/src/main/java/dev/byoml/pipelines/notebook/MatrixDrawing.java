package dev.byoml.pipelines.notebook;

import dev.byoml.pipelines.report.picture.AccessGrid;
import dev.byoml.pipelines.report.picture.AccessGrid.Cell;
import dev.byoml.pipelines.report.picture.UsualAccesses.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Draws who touches what: a row for each actor, a column for each resource. */
final class MatrixDrawing {
  private static final double CELL = 14;
  private static final double LEFT = 150;
  private static final double TOP = 150;
  private static final double BEYOND = 90;
  private static final int LONGEST_ACTOR = 22;
  private static final int LONGEST_RESOURCE = 26;
  private static final double PALE = 0.55;

  private final AccessGrid grid;
  private final Markup content = new Markup();

  private MatrixDrawing(AccessGrid grid) {
    this.grid = grid;
  }

  /** The picture. */
  static String of(AccessGrid grid) {
    return new MatrixDrawing(grid).draw();
  }

  private String draw() {
    drawNames();
    drawCommunities();
    drawCells();
    int hidden = grid.allActors() - grid.actors().size();
    int hiddenResources = grid.allResources() - grid.resources().size();
    return Drawing.framed(
        "Who touches what",
        "Squares: accesses of training, the darker the more. Red diamonds: reported in this window."
            + " Outlined: communities."
            + (hidden + hiddenResources > 0
                ? String.format(
                    Locale.ROOT,
                    " Drawn are %,d of %,d actors and %,d of %,d resources.",
                    grid.actors().size(),
                    grid.allActors(),
                    grid.resources().size(),
                    grid.allResources())
                : ""),
        LEFT + CELL * grid.resources().size() + BEYOND,
        TOP + CELL * grid.actors().size() + 4,
        content);
  }

  private void drawNames() {
    Set<Integer> strongActors =
        grid.cells().stream().filter(Cell::anomalous).map(Cell::actor).collect(Collectors.toSet());
    Set<Integer> strongResources =
        grid.cells().stream()
            .filter(Cell::anomalous)
            .map(Cell::resource)
            .collect(Collectors.toSet());
    for (int row = 0; row < grid.actors().size(); row++) {
      String id = grid.actors().get(row).id();
      content
          .open(
              "text",
              "x",
              LEFT - 6,
              "y",
              TOP + CELL * (row + 0.5),
              "font-size",
              11,
              "text-anchor",
              "end",
              "dominant-baseline",
              "central",
              "fill-opacity",
              strongActors.contains(row) ? 1.0 : PALE)
          .element("tspan", Drawing.actor(id, LONGEST_ACTOR))
          .element("title", id)
          .close("text");
    }
    for (int column = 0; column < grid.resources().size(); column++) {
      String id = grid.resources().get(column).id();
      double x = LEFT + CELL * (column + 0.5);
      content
          .open(
              "text",
              "x",
              x,
              "y",
              TOP - 6,
              "font-size",
              11,
              "transform",
              String.format(Locale.ROOT, "rotate(-60 %.1f %.1f)", x, TOP - 6),
              "fill-opacity",
              strongResources.contains(column) ? 1.0 : PALE)
          .element("tspan", Drawing.resource(id, LONGEST_RESOURCE))
          .element("title", id)
          .close("text");
    }
  }

  private void drawCommunities() {
    Map<Integer, int[]> rows = ranges(grid.actors());
    ranges(grid.resources())
        .forEach(
            (community, columns) -> {
              int[] range = rows.get(community);
              if (range != null && community != Member.UNSEEN) {
                content.leaf(
                    "rect",
                    "community " + (community + 1),
                    "x",
                    LEFT + CELL * columns[0],
                    "y",
                    TOP + CELL * range[0],
                    "width",
                    CELL * (columns[1] - columns[0] + 1),
                    "height",
                    CELL * (range[1] - range[0] + 1),
                    "fill",
                    "none",
                    "stroke",
                    "currentColor",
                    "stroke-opacity",
                    PALE);
              }
            });
  }

  /** First and last number of the members of each community. */
  private static Map<Integer, int[]> ranges(List<Member> members) {
    Map<Integer, int[]> ranges = new LinkedHashMap<>();
    for (int number = 0; number < members.size(); number++) {
      int at = number;
      ranges.computeIfAbsent(members.get(number).community(), unseen -> new int[] {at, at})[1] =
          number;
    }
    return ranges;
  }

  private void drawCells() {
    long most = grid.cells().stream().mapToLong(Cell::accesses).max().orElse(1);
    for (Cell cell : grid.cells()) {
      double x = LEFT + CELL * cell.resource();
      double y = TOP + CELL * cell.actor();
      String name =
          "%s → %s: accesses %d, %s"
              .formatted(
                  grid.actors().get(cell.actor()).id(),
                  grid.resources().get(cell.resource()).id(),
                  cell.accesses(),
                  cell.anomalous() ? "anomalous" : "in training");
      if (cell.anomalous()) {
        double half = CELL / 2;
        content.leaf(
            "path",
            name,
            "class",
            "anomalous",
            "d",
            String.format(
                Locale.ROOT,
                "M%.1f,%.1fL%.1f,%.1fL%.1f,%.1fL%.1f,%.1fz",
                x + half,
                y + 1,
                x + CELL - 1,
                y + half,
                x + half,
                y + CELL - 1,
                x + 1,
                y + half),
            "fill",
            Drawing.ANOMALOUS);
      } else {
        content.leaf(
            "rect",
            name,
            "x",
            x + 1.5,
            "y",
            y + 1.5,
            "width",
            CELL - 3,
            "height",
            CELL - 3,
            "fill",
            Drawing.USUAL,
            "fill-opacity",
            0.35 + 0.65 * Math.log1p(cell.accesses()) / Math.log1p(most));
      }
    }
  }
}
