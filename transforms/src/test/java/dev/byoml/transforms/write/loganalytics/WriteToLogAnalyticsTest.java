package dev.byoml.transforms.write.loganalytics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import dev.byoml.transforms.write.loganalytics.upload.UnwrittenRow;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.Test;

class WriteToLogAnalyticsTest {
  private static final LogAnalyticsStream STREAM =
      new LogAnalyticsStream("https://name.example", "dcr-1", "Custom-X");

  @Test
  void showsWhereItWritesAndNothingElse() {
    Map<String, Object> shown = new TreeMap<>();
    DisplayData.from(WriteToLogAnalytics.to(STREAM))
        .items()
        .forEach(item -> shown.put(item.getKey(), item.getValue()));

    assertThat(
        shown,
        is(
            Map.of(
                "endpoint", "https://name.example",
                "dataCollectionRuleId", "dcr-1",
                "streamName", "Custom-X")));
  }

  @Test
  void makesNoRequestAndCountsZeroWithoutRows() {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    PCollectionTuple sent =
        pipeline.apply(Create.empty(StringUtf8Coder.of())).apply(WriteToLogAnalytics.to(STREAM));

    PAssert.that(sent.get(WriteToLogAnalytics.UNWRITTEN)).empty();
    PAssert.that(sent.get(WriteToLogAnalytics.NUMBERS))
        .satisfies(
            numbers -> {
              numbers.forEach(number -> assertThat(number.getKey(), number.getValue(), is(0L)));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void decodesTheUnwrittenRowThatItEncoded() throws Exception {
    CoderProperties.coderDecodeEncodeEqual(
        UnwrittenRow.CODER, new UnwrittenRow("{\"a\":1}", "403"));
    CoderProperties.coderDeterministic(
        UnwrittenRow.CODER,
        new UnwrittenRow("{\"a\":1}", "403"),
        new UnwrittenRow("{\"a\":1}", "403"));
  }
}
