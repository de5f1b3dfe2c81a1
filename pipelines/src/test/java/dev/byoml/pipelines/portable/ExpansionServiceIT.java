package dev.byoml.pipelines.portable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.loganalytics.CollectionRule;
import dev.byoml.pipelines.loganalytics.IngestionEndpoint;
import dev.byoml.pipelines.loganalytics.TestCertificate;
import dev.byoml.pipelines.notebook.TrainedModel;
import dev.byoml.pipelines.sentinel.Program;
import dev.byoml.pipelines.sentinel.Scripts;
import dev.byoml.transforms.schema.ReadAccessesProvider;
import dev.byoml.transforms.schema.ScoreAccessesProvider;
import dev.byoml.transforms.schema.TrainModelProvider;
import dev.byoml.transforms.schema.WriteToLogAnalyticsProvider;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.model.pipeline.v1.ExternalTransforms;
import org.apache.beam.model.pipeline.v1.RunnerApi;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.SchemaTranslation;
import org.apache.beam.sdk.schemas.transforms.SchemaTransformProvider;
import org.apache.beam.sdk.schemas.utils.YamlUtils;
import org.apache.beam.sdk.util.ByteStringOutputStream;
import org.apache.beam.sdk.util.construction.External;
import org.apache.beam.sdk.util.construction.PipelineTranslation;
import org.apache.beam.sdk.util.construction.graph.PipelineValidator;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bundle of the expansion service, asked by another Java machine as other languages ask it. */
class ExpansionServiceIT {
  private static final Path TOP = Scripts.folder().getParent();
  private static final String SAMPLE = TOP.resolve("sample-data/small/am-securityevent").toString();
  private static final String URN = "beam:expansion:payload:schematransform:v1";
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  @TempDir static Path folder;
  private static Process service;
  private static String address;

  @BeforeAll
  static void startTheService() throws Exception {
    int port = freePort();
    Path log = folder.resolve("service.log");
    service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                TOP.resolve("pipelines/target/byoml-bundled-expansion.jar").toString(),
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    address = "localhost:" + port;
    awaitAnswer(port);
    assertThat(
        Cli.run(
                "train",
                "--input=" + SAMPLE,
                "--to=2026-03-31",
                "--model=" + folder.resolve("model"))
            .status(),
        is(0));
  }

  @AfterAll
  static void stopTheService() throws InterruptedException {
    service.destroy();
    service.waitFor(10, TimeUnit.SECONDS);
  }

  @Test
  void expandsReadingTrainingScoringAndSending() throws Exception {
    Pipeline pipeline = Pipeline.create();
    PCollection<Row> accesses =
        expand(
            pipeline.begin(),
            new ReadAccessesProvider(),
            "input: " + SAMPLE + "\nfrom: '2026-03-31'\nto: '2026-04-01'",
            "accesses");
    expand(accesses, new TrainModelProvider(), "model: " + folder.resolve("new"), "tenants");
    PCollection<Row> anomalies =
        expand(
            accesses,
            new ScoreAccessesProvider(),
            "model: %s\nfrom: '2026-03-31'\nto: '2026-04-01'".formatted(folder.resolve("model")),
            "anomalies");
    expand(
        anomalies,
        new WriteToLogAnalyticsProvider(),
        """
        endpoint: https://byoml.example.ingest.monitor.azure.com
        rule: dcr-00000000000000000000000000000000
        stream: Custom-AnomalousResourceAccessResult_CL
        json: [Explanation]
        """,
        "unwritten");

    RunnerApi.Pipeline proto = PipelineTranslation.toProto(pipeline);
    PipelineValidator.validate(proto);
    List<String> names =
        proto.getComponents().getTransformsMap().values().stream()
            .map(RunnerApi.PTransform::getUniqueName)
            .toList();
    for (String step :
        List.of("Group by user", "Learn models", "Explain anomalies", "Send/Gather for requests")) {
      assertThat(names.stream().anyMatch(name -> name.contains(step)), is(true));
    }
    assertThat(names.size(), greaterThan(100));
  }

  /** On Flink, through its portable translation: the DirectRunner runs no expanded transforms. */
  @Test
  void runsWhatItExpanded() throws Exception {
    Path model = folder.resolve("model-of-the-service");
    Pipeline training = Pipeline.create();
    expand(
        expand(
            training.begin(),
            new ReadAccessesProvider(),
            "input: " + SAMPLE + "\nto: '2026-03-31'",
            "accesses"),
        new TrainModelProvider(),
        "model: " + model + "\nto: '2026-03-31'",
        "tenants");
    run(training);
    assertThat(
        TrainedModel.open(model.toString()).id(),
        is(TrainedModel.open(folder.resolve("model").toString()).id()));

    TestCertificate certificate = TestCertificate.makeIn(folder);
    try (IngestionEndpoint endpoint = IngestionEndpoint.start(certificate)) {
      Pipeline scoring = Pipeline.create();
      String window = "\nfrom: '2026-03-31'\nto: '2026-04-01'";
      PCollection<Row> anomalies =
          expand(
              expand(
                  scoring.begin(),
                  new ReadAccessesProvider(),
                  "input: " + SAMPLE + window,
                  "accesses"),
              new ScoreAccessesProvider(),
              "model: " + model + window + "\nlimit: 10",
              "anomalies");
      expand(
          anomalies,
          new WriteToLogAnalyticsProvider(),
          "endpoint: %s%nrule: %s%nstream: %s%njson: [Explanation]"
              .formatted(endpoint.address(), CollectionRule.ID, endpoint.streamName()),
          "unwritten");
      run(scoring, certificate.javaOptions().toArray(String[]::new));
      assertThat(endpoint.rowCount(), is(20));
    }
  }

  private static void run(Pipeline pipeline, String... javaOptions) throws Exception {
    Path proto =
        Files.write(
            Files.createTempFile(folder, "pipeline", ".pb"),
            PipelineTranslation.toProto(pipeline).toByteArray());
    Path target = TOP.resolve("pipelines/target");
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    words.addAll(List.of(javaOptions));
    words.add("-cp");
    words.add(
        String.join(
            File.pathSeparator,
            target.resolve("byoml-bundled-expansion.jar").toString(),
            target.resolve("byoml-bundled-flink.jar").toString(),
            Files.readString(target.resolve("engine-flink.classpath")).strip()));
    words.add(
        TOP.resolve("pipelines/src/test/resources/dev/byoml/pipelines/portable/RunExpanded.java")
            .toString());
    words.add(proto.toString());
    Program.Result result =
        Program.run(folder, Map.of("BYOML_ACCESS_TOKEN", IngestionEndpoint.TOKEN), words);
    assertThat(result.errors(), result.status(), is(0));
    assertThat(result.output(), containsString("done"));
  }

  @Test
  void givesRowsThatEveryLanguageReads() throws Exception {
    PCollection<Row> accesses =
        expand(
            Pipeline.create().begin(), new ReadAccessesProvider(), "input: " + SAMPLE, "accesses");
    assertThat(accesses.getCoder() instanceof RowCoder, is(true));
    assertThat(((RowCoder) accesses.getCoder()).getSchema().getFieldNames(), hasItem("tenant"));
  }

  @Test
  void saysWhatIsWrongWithAConfiguration() {
    assertThat(
        assertThrows(
                RuntimeException.class,
                () ->
                    expand(
                        Pipeline.create().begin(),
                        new ReadAccessesProvider(),
                        "input: " + SAMPLE + "\nfrom: yesterday",
                        "accesses"))
            .getMessage(),
        containsString("yesterday"));
  }

  private static PCollection<Row> expand(
      PInput input, SchemaTransformProvider provider, String yaml, String output)
      throws IOException {
    Row configuration = YamlUtils.toBeamRow(yaml, provider.configurationSchema());
    ByteStringOutputStream bytes = new ByteStringOutputStream();
    RowCoder.of(configuration.getSchema()).encode(configuration, bytes);
    byte[] payload =
        ExternalTransforms.SchemaTransformPayload.newBuilder()
            .setIdentifier(provider.identifier())
            .setConfigurationSchema(
                SchemaTranslation.schemaToProto(configuration.getSchema(), true))
            .setConfigurationRow(bytes.toByteString())
            .build()
            .toByteArray();
    PCollectionTuple outputs =
        Pipeline.applyTransform(
            provider.identifier().replaceAll(".*:(\\w+):v1", "$1"),
            input,
            External.<PInput, Object>of(URN, payload, address).withMultiOutputs());
    @SuppressWarnings("unchecked")
    PCollection<Row> rows =
        (PCollection<Row>)
            outputs.getAll().entrySet().stream()
                .filter(entry -> entry.getKey().getId().equals(output))
                .findFirst()
                .orElseThrow()
                .getValue();
    return rows;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void awaitAnswer(int port) throws Exception {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("localhost", port), 1_000);
        return;
      } catch (IOException e) {
        if (!service.isAlive() || System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }
}
