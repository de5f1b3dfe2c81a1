package dev.byoml.pipelines.loganalytics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.result.Anomaly;
import dev.byoml.model.result.AnomalyJson;
import dev.byoml.model.score.Reason;
import dev.byoml.model.score.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Rows as {@code score} writes them, for tests and benchmarks. */
final class ResultRows {
  private static final Instant END = Instant.parse("2026-03-31T14:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultRows() {}

  /** That many rows of about 1 to 2 KB, each with a RecordId of its own. */
  static List<String> of(int number) {
    return IntStream.range(0, number).mapToObj(i -> row(i)).toList();
  }

  /** The row of a number. */
  static String row(long number) {
    Random random = new Random(number);
    ObjectNode explanation = JSON.createObjectNode();
    explanation.put("summary", "user%d is unlike those who use share%d".formatted(number, number));
    var peers = explanation.putArray("usualUsers");
    int peersShown = 5 + random.nextInt(10);
    for (int i = 0; i < peersShown; i++) {
      peers
          .addObject()
          .put("user", "contoso\\user" + random.nextInt(100_000))
          .put("accesses", random.nextInt(500));
    }
    return AnomalyJson.write(
        new Anomaly(
            END,
            "record-" + number,
            "tenant",
            "contoso\\user" + number,
            "\\\\fs01.contoso.example\\share" + number,
            "user" + number,
            "contoso",
            "S-1-5-21-1-2-3-" + number,
            "fs01",
            "contoso.example",
            "10.0.0.7",
            2 + 5 * random.nextDouble(),
            100 * random.nextDouble(),
            Reason.LOW_AFFINITY,
            Severity.MEDIUM,
            5.5,
            1 + random.nextInt(20),
            END.minusSeconds(1800),
            END.minusSeconds(60),
            explanation.toString(),
            "model"));
  }
}
