package dev.byoml.pipelines.notebook;

import dev.byoml.pipelines.report.picture.AccessFlows;
import dev.byoml.pipelines.report.picture.AccessFlows.Flow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws flows from actors on the left to resources on the right. */
final class SankeyDrawing {
  private static final double WIDTH = 820;
  private static final double LEFT = 150;
  private static final double RIGHT = WIDTH - 240;
  private static final double NODE = 6;
  private static final double GAP = 8;
  private static final double SMALLEST_NODE = 12;
  private static final int LONGEST_ACTOR = 20;
  private static final int LONGEST_RESOURCE = 32;

  /** One end of flows. */
  private static final class Node {
    private final String id;
    private double size;
    private double sumOfOrders;
    private int flows;
    private double order;
    private double top;
    private double used;

    Node(String id) {
      this.id = id;
    }

    double height() {
      return Math.max(size, SMALLEST_NODE);
    }

    /** Where the middle of the next flow of that thickness meets the node. */
    double next(double thickness) {
      double middle = top + (height() - size) / 2 + used + thickness / 2;
      used += thickness;
      return middle;
    }
  }

  private SankeyDrawing() {}

  /** The picture. */
  static String of(AccessFlows flows) {
    Map<String, Node> actors = new LinkedHashMap<>();
    Map<String, Node> resources = new LinkedHashMap<>();
    for (Flow flow : flows.flows()) {
      Node actor = actors.computeIfAbsent(flow.actor(), Node::new);
      actor.size += thickness(flow);
      resources.computeIfAbsent(flow.resource(), Node::new).size += thickness(flow);
    }
    int order = 0;
    for (Node actor : actors.values()) {
      actor.order = order++;
    }
    for (Flow flow : flows.flows()) {
      Node resource = resources.get(flow.resource());
      resource.sumOfOrders += actors.get(flow.actor()).order;
      resource.flows++;
      resource.order = resource.sumOfOrders / resource.flows;
    }
    double height = Math.max(height(actors), height(resources));
    place(actors, height);
    place(resources, height);

    Markup content = new Markup();
    drawFlows(content, flows.flows(), actors, resources);
    for (Node actor : actors.values()) {
      drawNode(content, actor, LEFT, "end", Drawing.actor(actor.id, LONGEST_ACTOR));
    }
    for (Node resource : resources.values()) {
      drawNode(content, resource, RIGHT, "start", Drawing.resource(resource.id, LONGEST_RESOURCE));
    }
    return Drawing.framed(
        "Where the most anomalous actors went",
        "Red: reported in this window. Grey: what they touched most in training. The thicker, the"
            + " more accesses (on a logarithmic scale).",
        WIDTH,
        height,
        content);
  }

  private static void drawFlows(
      Markup content, List<Flow> flows, Map<String, Node> actors, Map<String, Node> resources) {
    Map<Flow, Double> starts = new LinkedHashMap<>();
    flows.stream()
        .sorted(
            Comparator.comparingDouble((Flow flow) -> actors.get(flow.actor()).order)
                .thenComparingDouble(flow -> resources.get(flow.resource()).top))
        .forEach(flow -> starts.put(flow, actors.get(flow.actor()).next(thickness(flow))));
    Map<Flow, Double> ends = new LinkedHashMap<>();
    flows.stream()
        .sorted(
            Comparator.comparingDouble((Flow flow) -> resources.get(flow.resource()).top)
                .thenComparingDouble(starts::get))
        .forEach(flow -> ends.put(flow, resources.get(flow.resource()).next(thickness(flow))));
    // Anomalous ones last, so that they lie on top.
    List<Flow> inOrder = new ArrayList<>(flows);
    inOrder.sort(Comparator.comparing(Flow::anomalous));
    double middle = (LEFT + NODE + RIGHT) / 2;
    for (Flow flow : inOrder) {
      double start = starts.get(flow);
      double end = ends.get(flow);
      content.leaf(
          "path",
          "%s → %s: accesses %d, %s"
              .formatted(
                  flow.actor(),
                  flow.resource(),
                  flow.accesses(),
                  flow.anomalous() ? "anomalous" : "in training"),
          "d",
          String.format(
              Locale.ROOT,
              "M%.1f,%.1fC%.1f,%.1f %.1f,%.1f %.1f,%.1f",
              LEFT + NODE,
              start,
              middle,
              start,
              middle,
              end,
              RIGHT,
              end),
          "fill",
          "none",
          "stroke",
          flow.anomalous() ? Drawing.ANOMALOUS : Drawing.USUAL,
          "stroke-opacity",
          flow.anomalous() ? 0.65 : 0.35,
          "stroke-width",
          thickness(flow));
    }
  }

  private static void drawNode(Markup content, Node node, double x, String anchor, String name) {
    boolean left = anchor.equals("end");
    content.leaf("rect", node.id, "x", x, "y", node.top, "width", NODE, "height", node.height());
    content
        .open(
            "text",
            "x",
            left ? x - NODE : x + 2 * NODE,
            "y",
            node.top + node.height() / 2,
            "text-anchor",
            anchor,
            "dominant-baseline",
            "central")
        .element("tspan", name)
        .element("title", node.id)
        .close("text");
  }

  private static void place(Map<String, Node> side, double height) {
    List<Node> nodes = new ArrayList<>(side.values());
    nodes.sort(Comparator.comparingDouble(node -> node.order));
    double top = Math.max(0, (height - height(side)) / 2);
    for (Node node : nodes) {
      node.top = top;
      top += node.height() + GAP;
    }
  }

  private static double height(Map<String, Node> side) {
    return side.values().stream().mapToDouble(node -> node.height() + GAP).sum();
  }

  /** Thick enough to be seen once, and growing slowly with the count. */
  private static double thickness(Flow flow) {
    return 3 + 2 * Math.log(1.0 + flow.accesses()) / Math.log(2);
  }
}
