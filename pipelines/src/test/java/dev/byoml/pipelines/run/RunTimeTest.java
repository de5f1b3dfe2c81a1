package dev.byoml.pipelines.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.byoml.transforms.beam.PhaseTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;

class RunTimeTest {

  @Test
  void tellsSecondsInTheOrderOfTheWork() {
    RunTime time =
        new RunTime(
            Duration.ofMillis(58_912),
            new TreeMap<>(Map.of("write", 0.25, "train", 40.2, "read", 12.1)));
    assertThat(time.inWords(), is("seconds: read 12.1, train 40.2, write 0.3, total 58.9"));
    assertThat(time.seconds().get("total"), is(58.912));
  }

  @Test
  void measuresAPhaseFromItsFirstToItsLastMoment() {
    Instant start = Instant.now();
    PipelineResult result = runWorkOf(20);
    RunTime time = RunTime.of(result, start, Duration.between(start, Instant.now()));
    assertThat(time.phases().keySet(), containsInAnyOrder("score"));
    assertThat(
        time.phases().get("score"),
        allOf(
            greaterThanOrEqualTo(0.019),
            lessThanOrEqualTo(time.total().toMillis() / 1000.0 + 0.002)));
  }

  @Test
  void beginsNoPhaseBeforeTheRun() {
    PipelineResult result = runWorkOf(20);
    Instant afterwards = Instant.now().plusSeconds(1);
    assertThat(
        RunTime.of(result, afterwards, Duration.ofSeconds(1)).phases().get("score"), is(0.0));
  }

  private static PipelineResult runWorkOf(int milliseconds) {
    Pipeline pipeline = Pipeline.create(PipelineOptionsFactory.create());
    pipeline.apply(Create.of(milliseconds)).apply(ParDo.of(new WorkFn()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static final class WorkFn extends DoFn<Integer, Void> {
    private final PhaseTime scoring = PhaseTime.of(PhaseTime.SCORE);

    @ProcessElement
    public void work(@Element Integer milliseconds) throws InterruptedException {
      scoring.atWork();
      Thread.sleep(milliseconds);
      scoring.atWork();
    }
  }
}
