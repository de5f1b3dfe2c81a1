package dev.byoml.pipelines.score;

import dev.byoml.model.result.Anomaly;
import dev.byoml.pipelines.cli.ShownText;
import dev.byoml.pipelines.report.RankedAnomalies;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The most anomalous results as a table for a person. */
final class ResultTable {
  private static final int WIDEST_COLUMN = 48;
  private static final List<String> HEADINGS =
      List.of(
          "#",
          "score",
          "actor score",
          "percentile",
          "severity",
          "reason",
          "tenant",
          "actor",
          "resource",
          "accesses");
  private static final int NUMBERS = HEADINGS.indexOf("severity");
  private static final int TENANT = HEADINGS.indexOf("tenant");

  private final RankedAnomalies anomalies;

  /** A table of the anomalies that are kept. */
  ResultTable(RankedAnomalies anomalies) {
    this.anomalies = anomalies;
  }

  void print(PrintStream out) {
    if (anomalies.total() == 0) {
      out.println("no anomalies");
      return;
    }
    List<Anomaly> ranked = anomalies.ranked();
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADINGS);
    for (int i = 0; i < ranked.size(); i++) {
      lines.add(cells(i + 1, ranked.get(i)));
    }
    boolean ofOneTenant = ranked.stream().map(Anomaly::tenant).distinct().count() < 2;
    int[] widths = new int[HEADINGS.size()];
    lines.forEach(
        line -> {
          for (int c = 0; c < widths.length; c++) {
            widths[c] = Math.max(widths[c], line.get(c).length());
          }
        });
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int c = 0; c < widths.length; c++) {
        if (c == TENANT && ofOneTenant) {
          continue;
        }
        boolean number = c < NUMBERS || c == widths.length - 1;
        String format = (number ? "%" : "%-") + widths[c] + "s";
        text.append(c == 0 ? "" : "  ").append(String.format(format, line.get(c)));
      }
      out.println(text.toString().stripTrailing());
    }
    if (anomalies.total() > ranked.size()) {
      out.printf(Locale.ROOT, "... and %,d more%n", anomalies.total() - ranked.size());
    }
    out.println();
  }

  private static List<String> cells(int rank, Anomaly anomaly) {
    return List.of(
        Integer.toString(rank),
        String.format(Locale.ROOT, "%.2f", anomaly.predictedScore()),
        String.format(Locale.ROOT, "%.2f", anomaly.actorScore()),
        String.format(Locale.ROOT, "%.2f", anomaly.percentile()),
        anomaly.severity().label(),
        anomaly.reason().inWords(),
        shown(anomaly.tenant()),
        shown(anomaly.actor()),
        shown(anomaly.resource()),
        Long.toString(anomaly.accessCount()));
  }

  /** A name that cannot move the cursor or break the table. */
  private static String shown(String name) {
    String harmless = ShownText.escaped(name.replaceAll("\\s", " "));
    return harmless.length() <= WIDEST_COLUMN
        ? harmless
        : harmless.substring(0, WIDEST_COLUMN - 1) + "…";
  }
}
