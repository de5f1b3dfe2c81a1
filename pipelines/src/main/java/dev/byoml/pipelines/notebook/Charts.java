package dev.byoml.pipelines.notebook;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables and simple charts of one's own numbers, as fragments of HTML without any script. The same
 * numbers give the same text.
 */
public final class Charts {
  private static final double WIDTH = 760;
  private static final double LEFT = 64;
  private static final double RIGHT = 16;
  private static final double PLOT = WIDTH - LEFT - RIGHT;
  private static final double LINE_HEIGHT = 200;
  private static final double PANEL = 90;
  private static final double BAR = 18;
  private static final double BAR_LEFT = 230;
  private static final int BINS = 40;
  private static final int LONGEST_NAME = 36;
  private static final String ALIGNED = "text-align:left;vertical-align:top;padding:3px 10px";

  private Charts() {}

  /**
   * A table.
   *
   * @param headings of the columns
   * @param rows the cells of each row, as many as there are headings
   */
  public static String table(List<String> headings, List<? extends List<?>> rows) {
    Markup table =
        new Markup()
            .open("table", "style", "font:13px/1.4 system-ui,sans-serif;border-collapse:collapse")
            .open("thead")
            .open("tr");
    headings.forEach(heading -> table.element("th", heading, "style", ALIGNED, "scope", "col"));
    table.close("tr").close("thead").open("tbody");
    for (List<?> row : rows) {
      table.open("tr");
      row.forEach(cell -> table.element("td", String.valueOf(cell), "style", ALIGNED));
      table.close("tr");
    }
    return table.close("tbody").close("table").toString();
  }

  /**
   * A line through values that follow one another, such as the objective of each iteration.
   *
   * @param title what is drawn
   * @param values finite, at least one
   * @throws IllegalArgumentException if there is no value, or one is not finite
   */
  public static String line(String title, List<Double> values) {
    double[] numbers = finite(values);
    double lowest = Arrays.stream(numbers).min().orElseThrow();
    double highest = Arrays.stream(numbers).max().orElseThrow();
    double range = highest > lowest ? highest - lowest : 1;
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < numbers.length; i++) {
      double x = LEFT + (numbers.length == 1 ? 0 : PLOT * i / (numbers.length - 1));
      double y = 12 + (LINE_HEIGHT - 12) * (1 - (numbers[i] - lowest) / range);
      path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "M" : "L", x, y));
    }
    Markup content =
        new Markup()
            .open("path", "d", path, "fill", "none", "stroke", Drawing.USUAL, "stroke-width", 2)
            .close("path");
    axis(content, LINE_HEIGHT);
    text(content, LEFT - 6, 12, "end", shown(highest));
    text(content, LEFT - 6, LINE_HEIGHT, "end", shown(lowest));
    text(content, LEFT, LINE_HEIGHT + 16, "middle", "1");
    text(content, WIDTH - RIGHT, LINE_HEIGHT + 16, "end", Integer.toString(numbers.length));
    return Drawing.framed(
        title,
        "From %s to %s".formatted(shown(numbers[0]), shown(numbers[numbers.length - 1])),
        WIDTH,
        LINE_HEIGHT + 24,
        content);
  }

  /**
   * How values of several groups are distributed, one below the other on the same scale.
   *
   * @param title what is drawn
   * @param groups finite values by the name of their group; groups without values are left out
   * @throws IllegalArgumentException if there is no value at all, or one is not finite
   */
  public static String histogram(String title, Map<String, ? extends Collection<Double>> groups) {
    double[] all = finite(groups.values().stream().flatMap(Collection::stream).toList());
    double lowest = Arrays.stream(all).min().orElseThrow();
    double highest = Arrays.stream(all).max().orElseThrow();
    double width = highest > lowest ? (highest - lowest) / BINS : 1;
    Markup content = new Markup();
    double top = 0;
    for (Map.Entry<String, ? extends Collection<Double>> group : groups.entrySet()) {
      if (group.getValue().isEmpty()) {
        continue;
      }
      int[] counts = new int[BINS];
      for (double value : group.getValue()) {
        counts[Math.min(BINS - 1, (int) ((value - lowest) / width))]++;
      }
      int largest = Arrays.stream(counts).max().orElseThrow();
      double base = top + 22 + PANEL;
      text(
          content,
          LEFT,
          top + 14,
          "start",
          String.format(Locale.ROOT, "%s (%,d)", group.getKey(), group.getValue().size()));
      text(content, LEFT - 6, top + 26, "end", Integer.toString(largest));
      for (int bin = 0; bin < BINS; bin++) {
        if (counts[bin] > 0) {
          double tall = Math.max(2, (PANEL - 4) * counts[bin] / largest);
          content.leaf(
              "rect",
              String.format(
                  Locale.ROOT,
                  "%.2f to %.2f: %,d",
                  lowest + bin * width,
                  lowest + (bin + 1) * width,
                  counts[bin]),
              "x",
              LEFT + PLOT * bin / BINS + 0.5,
              "y",
              base - tall,
              "width",
              PLOT / BINS - 1,
              "height",
              tall,
              "fill",
              Drawing.USUAL);
        }
      }
      axis(content, base);
      top = base;
    }
    text(content, LEFT, top + 16, "start", shown(lowest));
    text(content, WIDTH - RIGHT, top + 16, "end", shown(highest));
    return Drawing.framed(title, "Number of values in each bin", WIDTH, top + 24, content);
  }

  /**
   * A bar for each number.
   *
   * @param title what is drawn
   * @param numbers not negative, by name, in the order in which they are drawn
   * @throws IllegalArgumentException if there is no number, or one is negative or not finite
   */
  public static String bars(String title, Map<String, ? extends Number> numbers) {
    double[] values = finite(numbers.values().stream().map(Number::doubleValue).toList());
    double largest = Arrays.stream(values).max().orElseThrow();
    if (Arrays.stream(values).min().orElseThrow() < 0) {
      throw new IllegalArgumentException("a bar cannot show a negative number");
    }
    Markup content = new Markup();
    double y = 0;
    for (Map.Entry<String, ? extends Number> bar : numbers.entrySet()) {
      double value = bar.getValue().doubleValue();
      content
          .open(
              "text",
              "x",
              BAR_LEFT - 8,
              "y",
              y + BAR / 2,
              "text-anchor",
              "end",
              "dominant-baseline",
              "central")
          .element("tspan", Drawing.resource(bar.getKey(), LONGEST_NAME))
          .element("title", bar.getKey())
          .close("text");
      double wide = largest > 0 ? Math.max(1, (WIDTH - BAR_LEFT - 70) * value / largest) : 1;
      content.leaf(
          "rect",
          bar.getKey() + ": " + shown(value),
          "x",
          BAR_LEFT,
          "y",
          y + 2,
          "width",
          wide,
          "height",
          BAR - 4,
          "fill",
          Drawing.USUAL);
      text(content, BAR_LEFT + wide + 6, y + BAR / 2 + 4, "start", shown(value));
      y += BAR;
    }
    return Drawing.framed(title, "", WIDTH, y + 4, content);
  }

  private static double[] finite(Collection<Double> values) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (numbers.length == 0) {
      throw new IllegalArgumentException("there is nothing to draw");
    }
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("this number cannot be drawn: " + number);
      }
    }
    return numbers;
  }

  private static void axis(Markup content, double y) {
    content
        .open(
            "line",
            "x1",
            LEFT,
            "x2",
            WIDTH - RIGHT,
            "y1",
            y,
            "y2",
            y,
            "stroke",
            "currentColor",
            "stroke-opacity",
            0.4)
        .close("line");
  }

  private static void text(Markup content, double x, double y, String anchor, String text) {
    content.element("text", text, "x", x, "y", y, "text-anchor", anchor);
  }

  private static String shown(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%,.0f", number)
        : String.format(Locale.ROOT, Math.abs(number) < 1000 ? "%.3f" : "%,.0f", number);
  }
}
