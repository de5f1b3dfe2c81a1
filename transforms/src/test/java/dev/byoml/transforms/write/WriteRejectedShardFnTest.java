package dev.byoml.transforms.write;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.transforms.parse.RejectedLine;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.testing.MemoryFileSystem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriteRejectedShardFnTest {

  @BeforeEach
  void emptyTheStore() {
    MemoryFileSystem.reset();
  }

  @Test
  void replacesABlobThatIsThere() {
    write("one");
    List<String> first = MemoryFileSystem.names();
    write("one");
    assertThat(MemoryFileSystem.names(), is(first));
    assertThat(MemoryFileSystem.text(first.get(0)).lines().count(), is(1L));
  }

  @Test
  void deletesTheBlobsOfAnEarlierRunThatRejectedMore() {
    write("one", "two", "three", "four", "five");
    write();
    assertThat(MemoryFileSystem.names(), is(List.of()));
  }

  @Test
  void leavesOtherBlobsAlone() {
    MemoryFileSystem.put("memory://c/results/rejected/notes.txt", "mine");
    write();
    assertThat(MemoryFileSystem.text("memory://c/results/rejected/notes.txt"), is("mine"));
  }

  private static void write(String... sources) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    List<RejectedLine> lines =
        Stream.of(sources)
            .map(source -> SourceLine.of(source, 0, "{".getBytes(StandardCharsets.UTF_8)))
            .map(line -> RejectedLine.of(line, RejectionReason.TRUNCATED_JSON, ""))
            .toList();
    pipeline
        .apply(Create.of(lines).withCoder(RejectedLine.CODER))
        .apply(WriteRejectedLines.to("memory://c/results/rejected"));
    pipeline.run().waitUntilFinish();
  }
}
