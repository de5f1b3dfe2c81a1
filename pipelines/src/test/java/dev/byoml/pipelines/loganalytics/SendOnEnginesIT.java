package dev.byoml.pipelines.loganalytics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark and Flink send results as the DirectRunner does. */
class SendOnEnginesIT {
  private static final Instant MORNING = Events.SCORED_DAY.plusSeconds(9 * 3600);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"SparkRunner", "FlinkRunner"})
  void writesEveryRowOnceThoughTheServiceIsBusyAtFirst(String runner) throws Exception {
    TestCertificate certificate = TestCertificate.makeIn(folder);
    try (IngestionEndpoint endpoint = IngestionEndpoint.start(certificate)) {
      endpoint.withFaults(Fault.answer(503), Fault.answer(429));

      Program.Result result =
          Program.run(
              folder,
              Map.of(
                  "BYOML_ACCESS_TOKEN",
                  IngestionEndpoint.TOKEN,
                  "BYOML_JAVA_OPTIONS",
                  "-Xmx1g -XX:TieredStopAtLevel=1 " + String.join(" ", certificate.javaOptions())),
              List.of(
                  Scripts.folder().resolve("byoml").toString(),
                  "score",
                  "--runner=" + runner,
                  "--input=" + scoredEvents(),
                  "--model=" + model(),
                  "--output=" + folder.resolve("results"),
                  "--ingestionEndpoint=" + endpoint.address(),
                  "--dataCollectionRuleId=" + CollectionRule.ID,
                  "--streamName=" + endpoint.streamName()));

      assertThat(result.errors(), result.status(), is(0));
      assertThat(endpoint.rows(), containsInAnyOrder(results().toArray()));
      assertThat(endpoint.rows().size(), is(6));
    }
  }

  private Path scoredEvents() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String share : List.of("hr0", "hr1", "hr2")) {
      for (int person = 0; person < 2; person++) {
        lines.add(Events.event(Events.person("finance", person), share, MORNING));
      }
    }
    return Events.write(folder.resolve("scored.jsonl"), lines);
  }

  private Path model() throws Exception {
    return Trained.in(folder).model();
  }

  private List<JsonNode> results() throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder.resolve("results"), "anomalies-*.ndjson")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.readTree(line));
        }
      }
    }
    return rows;
  }
}
