package dev.byoml.transforms.matrix;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessEntities;
import dev.byoml.model.access.AccessEvent;
import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.access.SummarizeAccesses;
import dev.byoml.transforms.parse.ParsedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class BuildAccessMatrixTest {
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void makesTheSameEntriesOfPackedAccesses() {
    PCollectionTuple accesses =
        pipeline
            .apply("Lines", Create.of(lines()).withCoder(ParsedLine.CODER))
            .apply(SummarizeAccesses.create());
    BuildAccessMatrix build = BuildAccessMatrix.create();
    PCollection<String> oneByOne =
        accesses
            .get(SummarizeAccesses.SUMMARIES)
            .apply("One by one", build)
            .apply("Entries of these", ParDo.of(new EntriesFn()));
    PCollection<String> packed =
        accesses
            .get(SummarizeAccesses.PACKED)
            .apply("Packed", build.ofPacked())
            .apply("Entries of packed", ParDo.of(new EntriesFn()));
    PCollection<Long> times =
        PCollectionList.of(oneByOne)
            .and(packed)
            .apply(Flatten.pCollections())
            .apply(Count.perElement())
            .apply(Values.create());
    PAssert.that(times)
        .satisfies(
            counts -> {
              List<Long> all = new ArrayList<>();
              counts.forEach(all::add);
              assertThat(all, hasSize(greaterThan(100)));
              assertThat(all, everyItem(is(2L)));
              return null;
            });
    pipeline.run();
  }

  private static List<ParsedLine> lines() {
    Random random = new Random(1);
    List<ParsedLine> lines = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      AccessKey key =
          new AccessKey(
              "tenant " + random.nextInt(2),
              "user " + random.nextInt(9),
              "share " + random.nextInt(12));
      Instant time = START.plusSeconds(random.nextInt(900_000));
      String row = random.nextBoolean() ? "" : "row " + i;
      lines.add(new ParsedLine.Used(new AccessEvent(key, time, 1, AccessEntities.UNKNOWN, row)));
    }
    return lines;
  }

  private static final class EntriesFn extends DoFn<KV<String, AccessMatrixPart>, String> {
    @ProcessElement
    public void process(
        @Element KV<String, AccessMatrixPart> tenant, OutputReceiver<String> entries) {
      AccessMatrixPart part = tenant.getValue();
      for (int i = 0; i < part.size(); i++) {
        entries.output(
            String.join(
                " ",
                tenant.getKey(),
                part.users().get(i),
                part.resources().get(i),
                Long.toString(part.counts()[i]),
                Double.toString(part.likelihoods()[i]),
                Integer.toString(part.firstDays()[i])));
      }
    }
  }
}
