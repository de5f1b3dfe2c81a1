package dev.byoml.pipelines.portable;

import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.joda.time.Duration;

/** Runs nothing: keeps the portable form of the pipeline that a command would have run. */
public final class ProtoRunner extends PipelineRunner<PipelineResult> {
  private static RunnerApi.Pipeline kept;

  private ProtoRunner() {}

  /** For Beam. */
  public static ProtoRunner fromOptions(PipelineOptions options) {
    return new ProtoRunner();
  }

  /** The pipeline of the last run. */
  static RunnerApi.Pipeline kept() {
    return kept;
  }

  @Override
  public PipelineResult run(Pipeline pipeline) {
    kept = PipelineTranslation.toProto(pipeline);
    return new PipelineResult() {
      @Override
      public State getState() {
        return State.DONE;
      }

      @Override
      public State cancel() {
        return State.DONE;
      }

      @Override
      public State waitUntilFinish(Duration duration) {
        return State.DONE;
      }

      @Override
      public State waitUntilFinish() {
        return State.DONE;
      }

      @Override
      public MetricResults metrics() {
        throw new UnsupportedOperationException("nothing was run");
      }
    };
  }
}
