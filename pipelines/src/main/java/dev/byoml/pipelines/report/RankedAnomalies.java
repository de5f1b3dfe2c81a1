package dev.byoml.pipelines.report;

import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the most anomalous of the results it is given. Holds no more than it keeps, however many
 * there are.
 */
public final class RankedAnomalies {
  /** By score, highest first; equal ones by tenant, actor and resource. */
  public static final Comparator<Anomaly> MOST_ANOMALOUS_FIRST =
      Comparator.comparingDouble(Anomaly::predictedScore)
          .reversed()
          .thenComparing(Anomaly::tenant)
          .thenComparing(Anomaly::actor)
          .thenComparing(Anomaly::resource);

  private final int kept;
  private final PriorityQueue<Anomaly> highest =
      new PriorityQueue<>(MOST_ANOMALOUS_FIRST.reversed());
  private long total;

  /**
   * Nothing yet.
   *
   * @param kept how many are kept
   */
  public RankedAnomalies(int kept) {
    this.kept = kept;
  }

  /**
   * Adds the anomalies of an NDJSON file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if a line is not a result; gives its number
   */
  public void read(InputStream ndjson) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(ndjson, StandardCharsets.UTF_8));
    long number = 1;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      try {
        add(AnomalyJson.read(line));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
      }
      number++;
    }
  }

  /** Adds one. */
  public void add(Anomaly anomaly) {
    total++;
    highest.add(anomaly);
    if (highest.size() > kept) {
      highest.remove();
    }
  }

  /** How many were added. */
  public long total() {
    return total;
  }

  /** Those that are kept, the most anomalous first. */
  public List<Anomaly> ranked() {
    List<Anomaly> ranked = new ArrayList<>(highest);
    ranked.sort(MOST_ANOMALOUS_FIRST);
    return List.copyOf(ranked);
  }
}
