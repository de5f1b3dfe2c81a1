import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.runners.flink.FlinkBatchPortablePipelineTranslator;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.fnexecution.provisioning.JobInfo;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.construction.Environments;
import org.apache.beam.sdk.util.construction.PTransformTranslation;
import org.apache.beam.sdk.util.construction.PipelineOptionsTranslation;
import org.apache.beam.sdk.util.construction.graph.ExecutableStage;
import org.apache.beam.sdk.util.construction.graph.GreedyPipelineFuser;
import org.apache.beam.sdk.util.construction.graph.ProtoOverrides;
import org.apache.beam.sdk.util.construction.graph.SplittableParDoExpander;

/**
 * Runs a portable pipeline, as the expansion service makes them, on Flink within this process: what
 * Flink's job server does, which cannot be had from Maven, in the steps that a test needs. Run from
 * source, with the portable pipeline's file.
 */
public final class RunExpanded {
  public static void main(String[] arguments) throws Exception {
    RunnerApi.Pipeline pipeline =
        inThisProcess(RunnerApi.Pipeline.parseFrom(Files.readAllBytes(Path.of(arguments[0]))));
    FlinkPipelineOptions options =
        PipelineOptionsFactory.fromArgs(
                "--runner=FlinkRunner", "--flinkMaster=[local]", "--parallelism=1")
            .as(FlinkPipelineOptions.class);
    FileSystems.setDefaultPipelineOptions(options);
    FlinkBatchPortablePipelineTranslator translator =
        FlinkBatchPortablePipelineTranslator.createTranslator();
    RunnerApi.Pipeline prepared =
        translator.prepareForTranslation(
            ProtoOverrides.updateTransform(
                PTransformTranslation.PAR_DO_TRANSFORM_URN,
                pipeline,
                SplittableParDoExpander.createSizedReplacement()));
    JobInfo job =
        JobInfo.create("expanded", "expanded", "", PipelineOptionsTranslation.toProto(options));
    translator
        .translate(
            translator.createTranslationContext(job, options, null, List.of()),
            isFused(prepared) ? prepared : GreedyPipelineFuser.fuse(prepared).toPipeline())
        .execute("expanded");
    System.out.println("done");
    System.exit(0);
  }

  /** Whether the translator has fused stages already, which cannot be done twice. */
  private static boolean isFused(RunnerApi.Pipeline pipeline) {
    return pipeline.getComponents().getTransformsMap().values().stream()
        .anyMatch(transform -> transform.getSpec().getUrn().equals(ExecutableStage.URN));
  }

  /** The pipeline with workers that are threads of this process, whatever environment it names. */
  private static RunnerApi.Pipeline inThisProcess(RunnerApi.Pipeline pipeline) {
    RunnerApi.Environment here =
        RunnerApi.Environment.newBuilder()
            .setUrn(Environments.ENVIRONMENT_EMBEDDED)
            .addAllCapabilities(Environments.getJavaCapabilities())
            .build();
    RunnerApi.Components.Builder components = pipeline.getComponents().toBuilder();
    pipeline
        .getComponents()
        .getEnvironmentsMap()
        .keySet()
        .forEach(id -> components.putEnvironments(id, here));
    return pipeline.toBuilder().setComponents(components).build();
  }
}
