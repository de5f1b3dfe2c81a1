package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.byoml.model.access.AccessKey;
import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment;
import dev.byoml.model.enrich.PeerGroups;
import dev.byoml.model.feedback.JudgedAccess;
import dev.byoml.model.feedback.Verdict;
import dev.byoml.model.feedback.Verdicts;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.pipelines.score.ScoringPipeline;
import dev.byoml.pipelines.train.TrainingPipeline;
import dev.byoml.transforms.access.ReadAccesses;
import dev.byoml.transforms.calibrate.CalibrateAlerts;
import dev.byoml.transforms.metrics.RunTrust;
import dev.byoml.transforms.model.ModelReference;
import dev.byoml.transforms.score.AlertThresholds;
import dev.byoml.transforms.score.AllowList;
import dev.byoml.transforms.score.SelectAnomalies;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Template;
import dev.byoml.transforms.template.Templates;
import dev.byoml.transforms.train.LearnModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of users, resources and accesses beside their events, however much it is. */
class LargeSideDataTest {
  private static final int LINES = 8_000;

  /** A fraction of what so many lines of any kind take, however well they are packed. */
  private static final int MOST_BYTES = 8_000;

  @TempDir Path folder;

  @Test
  void noStepOfScoringHoldsIt() throws IOException {
    SortedMap<String, Integer> sizes = sizes(this::score);
    assertThat(sizes, is(aMapWithSize(greaterThan(20))));
    assertThat(sizes.values(), everyItem(is(lessThan(MOST_BYTES))));
  }

  @Test
  void noStepOfTrainingHoldsIt() throws IOException {
    SortedMap<String, Integer> sizes = sizes(this::train);
    assertThat(sizes, is(aMapWithSize(greaterThan(20))));
    assertThat(sizes.values(), everyItem(is(lessThan(MOST_BYTES))));
  }

  @Test
  void nothingOfItStaysInTheFolderOfTheRun() throws IOException {
    Path training = Events.write(folder.resolve("training.jsonl"), Events.training());
    Path users = folder.resolve("users.csv");
    SplittableRandom random = new SplittableRandom(7);
    Files.write(
        users,
        IntStream.rangeClosed(0, LINES)
            .mapToObj(i -> i == 0 ? "user,badge" : "u%d,%x".formatted(i, random.nextLong()))
            .toList());
    Path model = folder.resolve("model");
    Path results = folder.resolve("results");
    Cli trained =
        Cli.run("train", "--input=" + training, "--model=" + model, "--enrichment=" + users);
    assertThat(trained.err(), trained.status(), is(0));
    Cli scored =
        Cli.run(
            "score",
            "--input=" + training,
            "--model=" + model,
            "--enrichment=" + users,
            "--output=" + results);
    assertThat(scored.err(), scored.status(), is(0));
    assertThat(carried(model), is(emptyArray()));
    assertThat(carried(results), is(emptyArray()));
  }

  private static String[] carried(Path run) {
    return run.toFile().list((in, name) -> name.startsWith("carried-"));
  }

  private void score(Pipeline pipeline) {
    String results = folder.resolve("results").toString();
    ScoringPipeline.compose(
        pipeline,
        new ScoringPipeline.Settings(
            input(),
            TimeRange.ALL,
            template(),
            new ModelReference(folder.resolve("model").toString(), "id"),
            SelectAnomalies.all()
                .withAllowList(allowList())
                .withVerdicts(verdicts())
                .withThresholds(thresholds()),
            verdicts(),
            enrichment(),
            results,
            Optional.of(results),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            RunTrust.EVERY_RUN));
  }

  private void train(Pipeline pipeline) {
    Template template = template();
    Enrichment enrichment = enrichment();
    TrainingParameters parameters = TrainingParameters.DEFAULT;
    TrainingPipeline.compose(
        pipeline,
        new TrainingPipeline.Settings(
            ReadAccesses.from(input(), template),
            TimeRange.ALL,
            template,
            parameters,
            LearnModels.with(parameters).withPeerGroups(new PeerGroups(enrichment, "badge", 2)),
            CalibrateAlerts.with(parameters),
            verdicts(),
            enrichment,
            List.of(),
            folder.resolve("model").toString()));
  }

  /** What each step serializes to, in bytes. */
  private static SortedMap<String, Integer> sizes(Consumer<Pipeline> compose) {
    Pipeline pipeline = Pipeline.create();
    compose.accept(pipeline);
    SortedMap<String, Integer> sizes = new TreeMap<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            PTransform<?, ?> step = node.getTransform();
            if (step instanceof ParDo.MultiOutput<?, ?> parDo) {
              sizes.put(
                  node.getFullName(), SerializableUtils.serializeToByteArray(parDo.getFn()).length);
            } else if (step instanceof Read.Bounded<?> read) {
              sizes.put(
                  node.getFullName(),
                  SerializableUtils.serializeToByteArray(read.getSource()).length);
            }
          }
        });
    return sizes;
  }

  private String input() {
    try {
      return Files.writeString(folder.resolve("events.jsonl"), "").toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Template template() {
    SplittableRandom random = new SplittableRandom(1);
    return Templates.load(Templates.DEFAULT)
        .withAliases(
            IntStream.range(0, LINES)
                .boxed()
                .collect(
                    Collectors.toMap(
                        i -> "host" + i, i -> "h%x.shire".formatted(random.nextLong()))));
  }

  private static AllowList allowList() {
    SplittableRandom random = new SplittableRandom(2);
    return AllowList.parse(
        IntStream.range(0, LINES)
            .mapToObj(i -> "u%x,r%d".formatted(random.nextLong(), i))
            .collect(Collectors.joining("\n")));
  }

  private static Verdicts verdicts() {
    SplittableRandom random = new SplittableRandom(3);
    return Verdicts.of(
        IntStream.range(0, LINES)
            .mapToObj(
                i ->
                    new JudgedAccess(
                        new AccessKey("0", "u%x".formatted(random.nextLong()), "r" + i),
                        Verdict.BENIGN,
                        "ada",
                        Instant.EPOCH))
            .toList());
  }

  private static Enrichment enrichment() {
    SplittableRandom random = new SplittableRandom(4);
    return Enrichment.of(
        IntStream.range(0, LINES)
            .mapToObj(
                i ->
                    new Enrichment.Entry(
                        Side.USER,
                        null,
                        "u" + i,
                        Map.of("badge", "%x".formatted(random.nextLong()))))
            .toList());
  }

  private static AlertThresholds thresholds() {
    SplittableRandom random = new SplittableRandom(5);
    return AlertThresholds.ofEach(
        IntStream.range(0, LINES)
            .boxed()
            .collect(Collectors.toMap(i -> "t" + i, i -> random.nextDouble())),
        1);
  }
}
