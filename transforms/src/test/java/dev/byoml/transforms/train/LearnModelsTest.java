package dev.byoml.transforms.train;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import dev.byoml.transforms.matrix.AccessMatrixPart;
import dev.byoml.transforms.matrix.AccessMatrixPartCoder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnModelsTest {
  private static final TrainingParameters PARAMETERS =
      new TrainingParameters(
          AlsParameters.CLASSIC.withRank(4).withIterations(3),
          LikelihoodTransform.LINEAR,
          Affinity.NEIGHBOURHOOD);

  private static final TrainingParameters POISSON =
      Algorithms.named("poisson").defaults().withAls(AlsParameters.CLASSIC.withIterations(3));

  /** Three tenants, one of them with enough rows for eight blocks of each side. */
  private static final List<KV<String, AccessMatrixPart>> PARTS = parts();

  private static List<KV<String, AccessMatrixPart>> parts() {
    List<KV<String, AccessMatrixPart>> parts = new ArrayList<>();
    parts.addAll(parts("large", 300, 200, 9));
    parts.addAll(parts("more users than resources", 400, 9, 2));
    parts.addAll(parts("small", 3, 2, 1));
    return parts;
  }

  private static List<KV<String, AccessMatrixPart>> parts(
      String tenant, int users, int resources, int accessesOfAUser) {
    Random random = new Random(tenant.hashCode());
    Set<List<Integer>> pairs = new LinkedHashSet<>();
    for (int row = 0; row < Math.max(users, resources); row++) {
      pairs.add(List.of(row % users, row % resources));
    }
    while (pairs.size() < users * accessesOfAUser) {
      pairs.add(List.of(random.nextInt(users), random.nextInt(resources)));
    }
    List<KV<String, AccessMatrixPart>> parts = new ArrayList<>();
    List<List<Integer>> all = new ArrayList<>(pairs);
    for (int start = 0; start < all.size(); start += 1000) {
      List<List<Integer>> some = all.subList(start, Math.min(all.size(), start + 1000));
      parts.add(
          KV.of(
              tenant,
              new AccessMatrixPart(
                  some.stream().map(pair -> "user" + pair.get(0)).toList(),
                  some.stream().map(pair -> "resource" + pair.get(1)).toList(),
                  some.stream().mapToLong(pair -> 1 + random.nextInt(20)).toArray(),
                  some.stream().mapToDouble(pair -> 0.1 + 3 * random.nextDouble()).toArray(),
                  some.stream().mapToInt(pair -> pair.get(0) % 20).toArray())));
    }
    return parts;
  }

  /** The same without Beam. */
  private static List<String> expected(TrainingParameters parameters) {
    Map<String, AccessMatrixBuilder> builders = new TreeMap<>();
    PARTS.forEach(
        part ->
            part.getValue()
                .addTo(builders.computeIfAbsent(part.getKey(), AccessMatrixBuilder::new)));
    return builders.values().stream()
        .map(AccessMatrixBuilder::build)
        .map(accesses -> describe(Algorithms.train(accesses, parameters, 2)))
        .toList();
  }

  private static String describe(TenantModel model) {
    return "%s %s %s".formatted(model.tenant(), model.contentDigest(), model.objective());
  }

  /** Without the runner's checks, which take minutes for a graph of this size. */
  private static Pipeline pipeline() {
    DirectOptions options = TestPipeline.testingPipelineOptions().as(DirectOptions.class);
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(false);
    return Pipeline.create(options);
  }

  private static Create.Values<KV<String, AccessMatrixPart>> read() {
    return Create.of(PARTS).withCoder(KvCoder.of(StringUtf8Coder.of(), AccessMatrixPartCoder.of()));
  }

  private static PipelineResult run(LearnModels transform, TrainingParameters parameters) {
    Pipeline pipeline = pipeline();
    PCollection<String> found =
        pipeline
            .apply(read())
            .apply(transform)
            .apply(MapElements.into(TypeDescriptors.strings()).via(LearnModelsTest::describe));
    PAssert.that(found).containsInAnyOrder(expected(parameters));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static long counter(PipelineResult result, String name) {
    MetricsFilter filter =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.named("byoml", name)).build();
    return StreamSupport.stream(
            result.metrics().queryMetrics(filter).getCounters().spliterator(), false)
        .mapToLong(MetricResult::getCommitted)
        .sum();
  }

  private static LearnModels blocked(TrainingParameters parameters, int blocks) {
    return LearnModels.with(parameters).by(FactorizationMethod.BLOCKED).inBlocks(blocks);
  }

  private static TrainingParameters with(AlsParameters als) {
    return new TrainingParameters(als, LikelihoodTransform.LOGARITHMIC, Affinity.DOT);
  }

  @Test
  void givesInMemoryWhatTheAlgorithmGives() {
    run(LearnModels.with(PARAMETERS), PARAMETERS);
  }

  @Test
  void learnsByAnyAlgorithmOnTheClassPath() {
    run(LearnModels.with(POISSON), POISSON);
  }

  @Test
  void countsTheTenantsThatWereLearnedByAnyAlgorithm() {
    assertThat(
        counter(run(LearnModels.with(PARAMETERS), PARAMETERS), "tenantsTrained"), equalTo(3L));
    assertThat(counter(run(LearnModels.with(POISSON), POISSON), "tenantsTrained"), equalTo(3L));
    assertThat(counter(run(blocked(PARAMETERS, 2), PARAMETERS), "tenantsTrained"), equalTo(3L));
  }

  @ParameterizedTest(name = "{0} blocks, not negative: {1}, implicit: {2}")
  @CsvSource({
    "1, true, true",
    "3, true, true",
    "8, true, true",
    "3, false, true",
    "8, false, true",
    "1, true, false",
    "3, true, false",
    "8, false, false"
  })
  void givesTheSameBitsInAnyNumberOfBlocks(int blocks, boolean nonNegative, boolean implicit) {
    TrainingParameters parameters =
        with(PARAMETERS.als().withNonNegative(nonNegative).withImplicit(implicit));

    run(blocked(parameters, blocks), parameters);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "walk + walk-tail", "poisson-tail", "als-tail"})
  void givesTheSameBitsInBlocksWhateverCompetes(String candidates) {
    TrainingParameters auto = Algorithms.named("auto").defaults().withAls(PARAMETERS.als());
    TrainingParameters parameters =
        candidates.isEmpty()
            ? auto
            : auto.withAlgorithm(new AlgorithmSettings("auto", Map.of("candidates", candidates)));

    run(blocked(parameters, 2), parameters);
  }

  @Test
  void givesTheSameBitsWhenItStopsEarly() {
    TrainingParameters parameters = with(PARAMETERS.als().withIterations(8).withTolerance(0.02));

    PipelineResult result = run(blocked(parameters, 2), parameters);

    assertThat(counter(result, "blocksSolved"), lessThan(8L * 3 * 4));
  }

  @Test
  void solvesEachBlockOnceInEachIteration() {
    PipelineResult result = run(blocked(PARAMETERS, 2), PARAMETERS);

    // Three iterations of three tenants with two blocks of each side.
    assertThat(counter(result, "blocksSolved"), equalTo(3L * 3 * 4));
  }

  @Test
  void givesTheSameBitsWhenTenantsAreRoutedBySize() {
    run(
        LearnModels.with(PARAMETERS)
            .by(FactorizationMethod.BY_SIZE)
            .inBlocks(3)
            .holdingInMemory(2000),
        PARAMETERS);
  }

  @Test
  void givesNoCollectionMoreConsumersThanFlinkTranslates() {
    Pipeline pipeline = pipeline();
    TrainingParameters parameters = with(PARAMETERS.als().withIterations(300));
    pipeline.apply(read()).apply(blocked(parameters, 2));

    Map<PValue, Integer> consumers = new HashMap<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            node.getInputs().values().forEach(input -> consumers.merge(input, 1, Integer::sum));
          }
        });

    assertThat(Collections.max(consumers.values()), lessThanOrEqualTo(60));
  }

  @Test
  void refusesATenantThatAWorkerDoesNotHoldAndNamesTheOption() {
    assertRefusesALargeTenant(PARAMETERS);
  }

  @Test
  void refusesATenantThatAWorkerDoesNotHoldByAnyAlgorithm() {
    assertRefusesALargeTenant(POISSON);
  }

  private static void assertRefusesALargeTenant(TrainingParameters parameters) {
    PipelineExecutionException failure =
        assertThrows(
            PipelineExecutionException.class,
            () -> run(LearnModels.with(parameters).holdingInMemory(2000), parameters));

    assertThat(failure.getMessage(), containsString("tenant large has more than 2,000 distinct"));
    assertThat(failure.getMessage(), containsString("--factorization=blocked"));
  }

  @Test
  void refusesToLearnInBlocksByAnotherAlgorithm() {
    assertThrows(
        IllegalArgumentException.class,
        () -> LearnModels.with(POISSON).by(FactorizationMethod.BLOCKED));
  }

  @Test
  void rejectsANumberOfBlocksBelowOne() {
    assertThrows(IllegalArgumentException.class, () -> LearnModels.with(PARAMETERS).inBlocks(0));
  }
}
