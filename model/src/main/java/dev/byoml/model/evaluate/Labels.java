package dev.byoml.model.evaluate;

import dev.byoml.model.access.AccessKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code labels.tsv}: tenant, user, resource and label, 1 or 0, without a header. */
public final class Labels {
  private static final int COLUMNS = 4;

  private Labels() {}

  /**
   * Reads labelled pairs. Blank lines are passed over; a pair given twice counts once.
   *
   * @param text lines of four columns with tabs between them
   * @return the pairs in the order of tenant, user and resource
   * @throws IllegalArgumentException naming the line that is wrong and what is wrong with it, or if
   *     the labels are all alike
   */
  public static List<LabelledPair> parse(String text) {
    Map<AccessKey, Boolean> labels = new TreeMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      String[] columns = line.split("\t", -1);
      if (columns.length != COLUMNS
          || !(columns[COLUMNS - 1].equals("0") || columns[COLUMNS - 1].equals("1"))) {
        throw new IllegalArgumentException(
            "line %d: expected tenant, user, resource and 1 or 0, with tabs between them"
                .formatted(number));
      }
      boolean anomalous = columns[COLUMNS - 1].equals("1");
      Boolean before = labels.put(new AccessKey(columns[0], columns[1], columns[2]), anomalous);
      if (before != null && before != anomalous) {
        throw new IllegalArgumentException(
            "line %d: the same access had the other label before".formatted(number));
      }
    }
    if (!labels.containsValue(true) || !labels.containsValue(false)) {
      throw new IllegalArgumentException("there must be lines of both labels, 1 and 0");
    }
    List<LabelledPair> pairs = new ArrayList<>();
    labels.forEach((access, anomalous) -> pairs.add(new LabelledPair(access, anomalous)));
    return pairs;
  }
}
