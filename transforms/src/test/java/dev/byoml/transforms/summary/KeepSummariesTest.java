package dev.byoml.transforms.summary;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.summary.SummaryManifest;
import dev.byoml.model.summary.SummaryWindow;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepSummariesTest {
  private static final Template TEMPLATE = Templates.load(Templates.DEFAULT);
  private static final Instant FROM = Instant.parse("2026-03-16T00:00:00Z");
  private static final Instant TO = FROM.plusSeconds(3600);

  @TempDir Path folder;

  @Test
  void putsAccessesOfManyUsersIntoOneFile() throws IOException {
    keep("one", IntStream.range(0, 500).mapToObj(i -> row("user " + i, "plans")).toList());

    assertThat(manifest("one").accesses(), is(500L));
    assertThat(manifest("one").files().size(), is(1));
  }

  @Test
  void cutsTheManyAccessesOfAUserTheSameWayInAnyOrder() throws IOException {
    List<String> rows =
        IntStream.range(0, 60_000)
            .mapToObj(i -> row("anna", "share" + i))
            .collect(Collectors.toList());
    keep("one", rows);
    Collections.reverse(rows);
    keep("two", rows);

    assertThat(manifest("one").accesses(), is(60_000L));
    assertThat(manifest("one").files().size(), is(2));
    assertThat(content("two"), is(content("one")));
  }

  private void keep(String name, List<String> rows) throws IOException {
    Path input = Files.write(folder.resolve(name + ".json"), rows);
    WindowTarget target =
        new WindowTarget(new SummaryWindow(FROM, TO), new SummaryManifest.Input(0, 0, null));
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline
        .apply(ReadAccesses.from(input.toString(), TEMPLATE).within(new TimeRange(FROM, TO)))
        .apply(KeepSummaries.in(folder.resolve(name).toString(), target, TEMPLATE));
    pipeline.run().waitUntilFinish();
  }

  private SummaryManifest manifest(String name) throws IOException {
    var manifests =
        SummaryFolder.open(folder.resolve(name).toString()).windowsIn(TimeRange.ALL).manifests();
    return manifests.get(manifests.firstKey());
  }

  private Map<String, String> content(String name) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      for (Path file : files.toList()) {
        content.put(
            file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content;
  }

  private static String row(String user, String share) {
    return ("{\"TenantId\":\"t1\",\"TimeGenerated\":\"%s\",\"EventID\":5140,\"Account\":\"%s\","
            + "\"Computer\":\"FS01.shire.example\",\"ShareName\":\"\\\\\\\\*\\\\%s\","
            + "\"IpAddress\":\"10.0.0.7\",\"_ItemId\":\"%s %s\",\"Type\":\"SecurityEvent\"}")
        .formatted(FROM.plusSeconds(10), user, share, user, share);
  }
}
