package dev.byoml.transforms.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.InputCounts;
import dev.byoml.model.als.AlsParameters;
import dev.byoml.model.calibrate.AlertLine;
import dev.byoml.model.calibrate.ExpectedAlerts;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.matrix.LikelihoodTransform;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.ModelWriter;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.TenantEntry;
import dev.byoml.model.store.TenantModelWriter;
import dev.byoml.model.store.TrainingRun;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantModelsTest {
  private static final long ROOMY = 1L << 30;
  private static final TrainingParameters PARAMETERS =
      new TrainingParameters(
          AlsParameters.CLASSIC.withRank(2).withIterations(2),
          LikelihoodTransform.LINEAR,
          Affinity.DOT);

  private static final ExpectedAlerts ALERTS =
      new ExpectedAlerts(
          Instant.parse("2026-03-28T00:00:00Z"),
          Instant.parse("2026-03-31T00:00:00Z"),
          3,
          List.of(new ExpectedAlerts.Row(2.5, 0.5)));

  @TempDir Path folder;
  private ModelReference reference;

  @BeforeEach
  void writeModelOfThreeTenants() throws IOException {
    reference = write(folder, List.of("contoso", "fabrikam", "litware"));
  }

  private static ModelReference write(Path folder, List<String> tenants) throws IOException {
    BeamModelFolder model = new BeamModelFolder(folder.toString());
    List<TenantEntry> entries = new ArrayList<>();
    for (String tenant : tenants) {
      AccessMatrixBuilder accesses = new AccessMatrixBuilder(tenant);
      for (int user = 0; user < 20; user++) {
        for (int resource = user % 2; resource < 10; resource += 2) {
          accesses.add("user" + user, "resource" + resource, 1, 1 + user);
        }
      }
      entries.add(
          TenantModelWriter.write(model, Algorithms.train(accesses.build(), PARAMETERS, 1))
              .withExpectedAlerts(ALERTS));
    }
    ModelWriter.finish(
        model,
        entries,
        new TrainingRun(
            null,
            null,
            new TemplateSource("test", "test"),
            PARAMETERS,
            new InputCounts(1, 1, 0, 0, new TreeMap<>(), new TreeMap<>())));
    return new ModelReference(folder.toString(), ModelReader.open(model).manifest().modelId());
  }

  @Test
  void knowsWhatThresholdsGaveHoweverManyTenantsThereAre(@TempDir Path other) throws IOException {
    List<String> many = IntStream.range(0, 120).mapToObj(i -> "tenant" + i).toList();
    ModelReference model = write(other, many);
    assertThat(
        new TenantModels(ROOMY).get(model, "tenant77").orElseThrow().line(),
        equalTo(new AlertLine(Optional.of(ALERTS))));
  }

  @Test
  void keepsATenantThatWasReadOnce() {
    TenantModels models = new TenantModels(ROOMY);

    LoadedTenant first = models.get(reference, "contoso").orElseThrow();

    assertThat(models.get(reference, "contoso").orElseThrow(), sameInstance(first));
  }

  @Test
  void readsATenantOnceForAllThreadsThatAskAtTheSameTime() throws Exception {
    int threads = 16;
    TenantModels models = new TenantModels(ROOMY);
    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<LoadedTenant> ask =
        () -> {
          together.await();
          return models.get(reference, "contoso").orElseThrow();
        };
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Set<LoadedTenant> found = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Future<LoadedTenant> answer : executor.invokeAll(Collections.nCopies(threads, ask))) {
        found.add(answer.get());
      }
      assertThat(found, hasSize(1));
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void dropsTheTenantThatWasNotUsedForLongestWhenRoomIsShort() {
    long weight = new TenantModels(ROOMY).get(reference, "contoso").orElseThrow().weight();
    TenantModels models = new TenantModels(5 * weight / 2);
    LoadedTenant contoso = models.get(reference, "contoso").orElseThrow();
    LoadedTenant fabrikam = models.get(reference, "fabrikam").orElseThrow();
    models.get(reference, "contoso");

    models.get(reference, "litware");

    assertThat(models.get(reference, "contoso").orElseThrow(), sameInstance(contoso));
    assertThat(models.get(reference, "fabrikam").orElseThrow(), not(sameInstance(fabrikam)));
  }

  @Test
  void holdsOneTenantHoweverLarge() {
    TenantModels models = new TenantModels(1);
    LoadedTenant contoso = models.get(reference, "contoso").orElseThrow();

    assertThat(models.get(reference, "contoso").orElseThrow(), sameInstance(contoso));
  }

  @Test
  void knowsNoTenantThatTrainingDidNotSee() {
    assertThat(new TenantModels(ROOMY).get(reference, "northwind").isEmpty(), equalTo(true));
  }

  @Test
  void refusesAFileThatIsNotTheOneTheManifestNames() throws IOException {
    Path shared;
    try (Stream<Path> files = Files.walk(folder)) {
      shared =
          files
              .filter(file -> file.getFileName().toString().startsWith("tenants"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(shared);
    bytes[bytes.length / 2] ^= 1;
    Files.write(shared, bytes);
    TenantModels models = new TenantModels(ROOMY);

    UncheckedIOException failure =
        assertThrows(
            UncheckedIOException.class,
            () -> List.of("contoso", "fabrikam", "litware").forEach(t -> models.get(reference, t)));

    assertThat(failure.getMessage(), containsString(shared.getFileName().toString()));
  }

  @Test
  void refusesAFolderThatHoldsAnotherModelByNow() {
    ModelReference other = new ModelReference(folder.toString(), "another");

    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class, () -> new TenantModels(ROOMY).get(other, "contoso"));

    assertThat(failure.getMessage(), containsString("held model another when the run began"));
  }

  @Test
  void readsAgainAfterAFailure() throws IOException {
    Path manifest = folder.resolve(ModelManifest.FILE);
    Path aside = folder.resolve("aside");
    TenantModels models = new TenantModels(ROOMY);
    Files.move(manifest, aside);
    assertThrows(UncheckedIOException.class, () -> models.get(reference, "contoso"));
    Files.move(aside, manifest);

    assertThat(models.get(reference, "contoso").isPresent(), equalTo(true));
  }
}
