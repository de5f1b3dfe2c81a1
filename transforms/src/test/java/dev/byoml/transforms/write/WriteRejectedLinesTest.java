package dev.byoml.transforms.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteRejectedLinesTest {
  @TempDir Path folder;

  @Test
  void writesSourceReasonAndStartOfEachLine() throws Exception {
    write(rejected("a.json", "{\"half"));
    JsonNode json = new ObjectMapper().readTree(lines().get(0));
    assertThat(json.get("source").asText(), is("a.json"));
    assertThat(json.get("reason").asText(), is("TruncatedJson"));
    assertThat(json.get("start").asText(), is("{\"half"));
  }

  @Test
  void keepsOnlyTheStartOfALongLine() throws Exception {
    write(rejected("a.json", "x".repeat(100_000)));
    JsonNode json = new ObjectMapper().readTree(lines().get(0));
    assertThat(
        json.get("start").asText().length(), is(lessThanOrEqualTo(RejectedLine.LONGEST_START)));
  }

  @Test
  void writesNothingWhenNothingWasRejected() throws Exception {
    write();
    assertThat(lines().size(), is(0));
  }

  @Test
  void replacesWhatAnEarlierRunLeft() throws Exception {
    write(rejected("a.json", "one"), rejected("b.json", "two"), rejected("c.json", "three"));
    write(rejected("a.json", "one"));
    assertThat(lines().size(), is(1));
  }

  private void write(RejectedLine... lines) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline
        .apply(Create.of(Arrays.asList(lines)).withCoder(RejectedLine.CODER))
        .apply(WriteRejectedLines.to(folder.resolve("rejected").toString()));
    pipeline.run().waitUntilFinish();
  }

  private List<String> lines() throws Exception {
    List<String> lines = new ArrayList<>();
    if (Files.exists(folder.resolve("rejected"))) {
      try (Stream<Path> files = Files.list(folder.resolve("rejected"))) {
        for (Path file : files.toList()) {
          lines.addAll(Files.readAllLines(file));
        }
      }
    }
    return lines;
  }

  private static RejectedLine rejected(String source, String text) {
    return RejectedLine.of(
        SourceLine.of(source, 0, text.getBytes(StandardCharsets.UTF_8)),
        RejectionReason.TRUNCATED_JSON,
        "");
  }
}
