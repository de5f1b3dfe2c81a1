package dev.byoml.model.store.file;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.access.InputCounts;
import dev.byoml.model.als.Factorization;
import dev.byoml.model.als.Factors;
import dev.byoml.model.learn.Algorithms;
import dev.byoml.model.learn.LearnedModel;
import dev.byoml.model.learn.Organisations;
import dev.byoml.model.learn.TenantModelFactory;
import dev.byoml.model.matrix.AccessMatrix;
import dev.byoml.model.matrix.AccessMatrixBuilder;
import dev.byoml.model.score.AccessScorer;
import dev.byoml.model.store.ModelManifest;
import dev.byoml.model.store.ModelMissingException;
import dev.byoml.model.store.ModelReader;
import dev.byoml.model.store.ModelWriter;
import dev.byoml.model.store.TemplateSource;
import dev.byoml.model.store.TenantEntry;
import dev.byoml.model.store.TenantModelSerializer;
import dev.byoml.model.store.TenantModelWriter;
import dev.byoml.model.store.TenantSummary;
import dev.byoml.model.store.TrainingRun;
import dev.byoml.model.tenant.Affinity;
import dev.byoml.model.tenant.AlgorithmSettings;
import dev.byoml.model.tenant.TenantModel;
import dev.byoml.model.tenant.TrainingParameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
  private static final TrainingRun RUN =
      new TrainingRun(
          Instant.parse("2020-09-01T00:00:00Z"),
          null,
          new TemplateSource("file-share-access", "rows:\n  table: SecurityEvent\n"),
          TrainingParameters.DEFAULT,
          new InputCounts(
              10,
              7,
              2,
              1,
              new TreeMap<>(Map.of("machine account", 2L)),
              new TreeMap<>(Map.of("no user", 1L))));

  @TempDir private Path directory;

  @Test
  void aModelReadScoresAsTheModelWritten() throws IOException {
    TenantModel written = randomModel("t", 11);
    ModelFolder folder = folder("model");
    write(folder, RUN, written);

    TenantModel read = ModelReader.open(folder).tenant("t").orElseThrow();

    assertThat(read.contentDigest(), is(written.contentDigest()));
    AccessScorer before = new AccessScorer(written);
    AccessScorer after = new AccessScorer(read);
    for (int user = 0; user < written.accesses().users().size(); user++) {
      for (int resource = 0; resource < written.accesses().resources().size(); resource++) {
        assertThat(after.score(user, resource), is(before.score(user, resource)));
      }
    }
    assertThat(read.accesses().counts(), is(written.accesses().counts()));
    assertThat(read.quality(), is(written.quality()));
    assertThat(read.objective(), is(written.objective()));
    assertThat(read.parameters(), is(written.parameters()));
    assertThat(read.communities().count(), is(written.communities().count()));
  }

  @Test
  void theManifestSaysWhatTheModelIs() throws IOException {
    ModelFolder folder = folder("model");
    ModelManifest written = write(folder, RUN, Organisations.model(Affinity.COSINE, true));

    ModelManifest read = ModelReader.open(folder).manifest();

    assertThat(read, is(written));
    assertThat(read.modelId().length(), is(32));
    assertThat(read.counts(), is(RUN.counts()));
    assertThat(read.to(), is(nullValue()));
    assertThat(read.totals(), is(new ModelManifest.Totals(1, 30, 16, 180, 0)));
    assertThat(read.tenants().get(0).objective(), contains(3.0, 2.5));
  }

  @Test
  void theManifestTellsWhatTheAlgorithmLeftOut() throws IOException {
    TrainingParameters ease =
        TrainingParameters.DEFAULT.withAlgorithm(
            new AlgorithmSettings("ease", Map.of("resources", "5")));
    write(
        folder("model"),
        RUN,
        Algorithms.train(Organisations.threeDepartments(true), ease, 1),
        randomModel("whole", 1));

    List<TenantSummary> tenants = ModelReader.open(folder("model")).manifest().tenants();

    assertThat(tenants.get(0).limit(), startsWith("ease learns from the 5 resources"));
    assertThat(tenants.get(1).limit(), is(nullValue()));
    String text = Files.readString(directory.resolve("model/manifest.json"));
    assertThat(text.split("\"limit\"", -1).length, is(2));
  }

  @Test
  void theManifestIsJsonThatOthersCanRead() throws IOException {
    write(folder("model"), RUN, Organisations.model(Affinity.COSINE, true));
    String text = Files.readString(directory.resolve("model/manifest.json"));
    JsonNode json = new ObjectMapper().readTree(text);
    List<String> fields = new ArrayList<>();
    json.fieldNames().forEachRemaining(fields::add);

    assertThat(
        fields,
        contains(
            "formatVersion",
            "modelId",
            "from",
            "to",
            "template",
            "parameters",
            "counts",
            "totals",
            "files",
            "tenants",
            "sha256"));
    assertThat(json.get("from").textValue(), is("2020-09-01T00:00:00Z"));
    assertThat(
        json.get("counts").get("filteredByReason").get("machine account").longValue(), is(2L));
    assertThat(
        json.get("parameters").get("als").get("rank").intValue(),
        is(RUN.parameters().als().rank()));
    assertThat(text, endsWith("}\n"));
  }

  @Test
  void theManifestHoldsOfAValueNothingButItsComponents() throws IOException {
    write(folder("model"), RUN, Organisations.model(Affinity.COSINE, true));
    String text = Files.readString(directory.resolve("model/manifest.json"));
    List<String> fields = new ArrayList<>();
    new ObjectMapper()
        .readTree(text)
        .get("parameters")
        .get("algorithm")
        .fieldNames()
        .forEachRemaining(fields::add);

    assertThat(fields, contains("name", "values"));
  }

  @Test
  void aSmallTenantIsInAFileThatItSharesWithOthers() throws IOException {
    write(folder("model"), RUN, Organisations.model(Affinity.COSINE, true));
    assertThat(names("model"), containsInAnyOrder("manifest.json", sharedFile("acme")));
  }

  @Test
  void aLargerTenantHasFilesOfItsOwn() throws IOException {
    write(folder("model"), RUN, randomModel("acme", 1));
    String acme = hex(sha256("acme".getBytes(StandardCharsets.UTF_8))).substring(0, 16);
    assertThat(
        names("model"),
        containsInAnyOrder(
            "manifest.json",
            sharedFile("acme"),
            "users-" + acme + ".avro",
            "resources-" + acme + ".avro",
            "known-accesses-" + acme + ".avro"));
  }

  @Test
  void thousandsOfTenantsTakeFewFilesAndASmallManifest() throws IOException {
    ModelFolder folder = folder("model");
    writeTinyTenants(folder, 3000);

    ModelReader reader = ModelReader.open(folder);

    assertThat(names("model").size(), is(lessThanOrEqualTo(257)));
    assertThat(Files.size(directory.resolve("model/manifest.json")), is(lessThan(100_000L)));
    assertThat(reader.manifest().totals().tenants(), is(3000));
    assertThat(
        reader.tenants().stream().map(TenantSummary::tenant).toList(),
        is(IntStream.range(0, 3000).mapToObj("tenant-%04d"::formatted).toList()));
    assertThat(
        reader.tenant("tenant-2024").orElseThrow().contentDigest(),
        is(reader.summary("tenant-2024").orElseThrow().contentDigest()));
    assertThat(reader.tenant("tenant-3000"), is(Optional.empty()));
  }

  @Test
  void aTenantIsFoundWithoutReadingTheFilesOfOthers() throws IOException {
    ModelFolder folder = folder("model");
    writeTinyTenants(folder, 500);
    for (String name : names("model")) {
      if (!name.equals("manifest.json") && !name.equals(sharedFile("tenant-0042"))) {
        Files.delete(directory.resolve("model/" + name));
      }
    }

    assertThat(ModelReader.open(folder).tenant("tenant-0042").isPresent(), is(true));
  }

  @Test
  void readsAModelOfTheFirstFormatVersion() throws IOException, URISyntaxException {
    Path first = Path.of(ModelFolderTest.class.getResource("format-1/manifest.json").toURI());
    ModelReader reader = ModelReader.open(new LocalModelFolder(first.getParent()));

    assertThat(reader.manifest().modelId(), is("e779efaf0ef07904cd9a625f89dde13e"));
    assertThat(reader.manifest().needsAlgorithm(), is(true));
    List<TenantEntry> entries = new ArrayList<>();
    ModelFolder again = folder("again");
    for (TenantSummary tenant : reader.tenants()) {
      TenantModel model = reader.tenant(tenant.tenant()).orElseThrow();
      assertThat(model.contentDigest(), is(tenant.contentDigest()));
      assertThat(reader.summary(tenant.tenant()), is(Optional.of(tenant)));
      entries.add(TenantModelWriter.write(again, model));
    }
    ModelManifest manifest = reader.manifest();
    TrainingRun run =
        new TrainingRun(
            manifest.from(),
            manifest.to(),
            manifest.template(),
            manifest.parameters(),
            manifest.counts());
    assertThat(ModelWriter.finish(again, entries, run).modelId(), is(manifest.modelId()));
  }

  @Test
  void theSameModelGivesTheSameBytes() throws IOException {
    TenantModel first = randomModel("a", 1);
    TenantModel second = randomModel("b", 2);
    write(folder("one"), RUN, first, second);
    write(folder("two"), RUN, second, first);

    assertThat(names("one"), is(names("two")));
    for (String name : names("one")) {
      assertThat(
          name,
          Files.mismatch(directory.resolve("one/" + name), directory.resolve("two/" + name)),
          is(-1L));
    }
  }

  @Test
  void theManifestNamesEachFileWithItsLengthAndDigest() throws IOException {
    ModelManifest manifest = write(folder("model"), RUN, randomModel("t", 4));
    List<ModelFile> files = new ArrayList<>(manifest.files());
    manifest.tenants().forEach(tenant -> files.addAll(tenant.files()));

    assertThat(files.stream().map(ModelFile::records).toList(), contains(1L, 120L, 60L, 120L));
    for (ModelFile file : files) {
      byte[] bytes = Files.readAllBytes(directory.resolve("model/" + file.name()));
      assertThat(file.bytes(), is((long) bytes.length));
      assertThat(file.sha256(), is(hex(sha256(bytes))));
    }
  }

  @Test
  void theModelIdDependsOnDataAndParametersOnly() throws IOException {
    TenantModel model = Organisations.model(Affinity.COSINE, true);
    String id = write(folder("model"), RUN, model).modelId();
    TrainingRun elsewhere =
        new TrainingRun(
            null,
            Instant.parse("2021-01-01T00:00:00Z"),
            new TemplateSource("mine.yaml", ""),
            RUN.parameters(),
            InputCounts.NONE);
    TrainingRun otherwise =
        new TrainingRun(
            RUN.from(), RUN.to(), RUN.template(), TrainingParameters.CLASSIC, RUN.counts());

    assertThat(write(folder("model"), elsewhere, model).modelId(), is(id));
    assertThat(write(folder("model"), otherwise, model).modelId(), is(not(id)));
    assertThat(
        write(folder("model"), RUN, Organisations.model(Affinity.COSINE, false)).modelId(),
        is(not(id)));
  }

  @Test
  void avrosOwnReaderFindsTheSameInTheFiles() throws IOException {
    TenantModel model = randomModel("t", 4);
    ModelManifest manifest = write(folder("model"), RUN, model);
    List<ModelFile> files = manifest.tenants().get(0).files();

    List<GenericRecord> users = genericRecords(files.get(0).name());
    List<GenericRecord> known = genericRecords(files.get(2).name());
    GenericRecord tenant = genericRecords(sharedFile("t")).get(0);

    int access = 0;
    for (int user = 0; user < users.size(); user++) {
      assertThat(users.get(user).get("index"), is(user));
      assertThat(users.get(user).get("id").toString(), is(model.accesses().users().get(user)));
      List<?> factors = (List<?>) users.get(user).get("factors");
      for (int k = 0; k < factors.size(); k++) {
        assertThat((Float) factors.get(k), is(model.userFactors().row(user)[k]));
      }
      List<?> counts = (List<?>) known.get(user).get("counts");
      for (Object count : counts) {
        assertThat(count, is(model.accesses().counts()[access++]));
      }
    }
    JsonNode summary = new ObjectMapper().readTree(tenant.get("summary").toString());
    assertThat(summary.get("accesses").intValue(), is(access));
    assertThat(summary.get("mean").doubleValue(), is(model.standardization().mean()));
    assertThat(
        summary.get("quality").get("areaUnderCurve").doubleValue(),
        is(model.quality().areaUnderCurve()));
  }

  @Test
  void aFolderWithoutAManifestIsNoModel() throws IOException {
    ModelFolder folder = folder("model");
    TenantModelWriter.write(folder, Organisations.model(Affinity.COSINE, true));

    Exception refusal = assertThrows(ModelMissingException.class, () -> ModelReader.open(folder));
    assertThat(
        refusal.getMessage(),
        is("there is no model in %s: it has no manifest.json".formatted(folder.location())));
  }

  @Test
  void aTenantThatTrainingDidNotSeeHasNoModel() throws IOException {
    ModelFolder folder = folder("model");
    write(folder, RUN, Organisations.model(Affinity.COSINE, true));
    assertThat(ModelReader.open(folder).tenant("nobody"), is(Optional.empty()));
  }

  @Test
  void refusesAFileThatIsNotTheOneNamed() throws IOException {
    ModelFolder folder = folder("model");
    write(folder, RUN, randomModel("acme", 3));
    for (String name : names("model")) {
      if (name.equals("manifest.json")) {
        continue;
      }
      Path file = directory.resolve("model/" + name);
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      damaged[damaged.length / 2] ^= 1;
      Files.write(file, damaged);

      Exception refusal =
          assertThrows(ModelException.class, () -> ModelReader.open(folder).tenant("acme"));
      assertThat(
          refusal.getMessage(),
          allOf(containsString(name), containsString("is not the file the manifest names")));
      Files.write(file, whole);
    }
    assertThat(ModelReader.open(folder).tenant("acme").isPresent(), is(true));
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    ModelFolder folder = folder("model");
    write(folder, RUN, Organisations.model(Affinity.COSINE, true));
    Files.delete(directory.resolve("model/" + sharedFile("acme")));

    Exception refusal =
        assertThrows(ModelException.class, () -> ModelReader.open(folder).tenant("acme"));
    assertThat(
        refusal.getMessage(),
        is("the model in %s lacks its file %s".formatted(folder.location(), sharedFile("acme"))));
  }

  @Test
  void refusesAnotherFormatVersion() throws IOException {
    ModelFolder folder = folder("model");
    write(folder, RUN, Organisations.model(Affinity.COSINE, true));
    Path manifest = directory.resolve("model/manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"formatVersion\" : 2", "\"formatVersion\" : 9"));

    Exception refusal = assertThrows(ModelException.class, () -> ModelReader.open(folder));
    assertThat(
        refusal.getMessage(),
        containsString("has format version 9; this program reads versions 1 to 2"));
  }

  @Test
  void refusesADamagedManifest() throws IOException {
    ModelFolder folder = folder("model");
    write(folder, RUN, Organisations.model(Affinity.COSINE, true));
    Path manifest = directory.resolve("model/manifest.json");
    String whole = Files.readString(manifest);
    for (String damaged :
        new String[] {
          "", whole.substring(0, whole.length() / 2), "{\"formatVersion\":1}", "[]",
        }) {
      Files.writeString(manifest, damaged);
      assertThrows(ModelException.class, () -> ModelReader.open(folder), damaged);
    }
  }

  @Test
  void seesEveryBitOfTheManifestThatIsFlipped() throws IOException {
    ModelFolder folder = folder("model");
    write(folder, RUN, Organisations.model(Affinity.COSINE, true));
    Path manifest = directory.resolve("model/manifest.json");
    byte[] whole = Files.readAllBytes(manifest);
    for (int bit = 0; bit < 8 * whole.length; bit += 7) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(manifest, damaged);
      assertThrows(ModelException.class, () -> ModelReader.open(folder), "bit " + bit);
    }
  }

  @Test
  void readsAManifestFromBeforeItHadADigest() throws IOException, URISyntaxException {
    Path first = Path.of(ModelFolderTest.class.getResource("format-1/manifest.json").toURI());
    Path folder = Files.createDirectory(directory.resolve("unsealed"));
    Files.writeString(
        folder.resolve("manifest.json"),
        Files.readString(first).replaceFirst(",\\s*\"sha256\" : \"[0-9a-f]{64}\"\\s*}\\s*$", "}"));

    assertThat(
        ModelReader.open(new LocalModelFolder(folder)).manifest(),
        is(ModelReader.open(new LocalModelFolder(first.getParent())).manifest()));
  }

  @Test
  void refusesToFinishAModelWithoutTenantsOrWithOneTwice() throws IOException {
    ModelFolder folder = folder("model");
    TenantEntry entry = TenantModelWriter.write(folder, Organisations.model(Affinity.COSINE, true));
    assertThrows(IllegalArgumentException.class, () -> ModelWriter.finish(folder, List.of(), RUN));
    assertThrows(
        IllegalArgumentException.class,
        () -> ModelWriter.finish(folder, List.of(entry, entry), RUN));
    assertThat(folder.exists(ModelManifest.FILE), is(false));
  }

  @Test
  void aTenantEntrySurvivesTheWayAsBytes() throws IOException {
    for (TenantModel model :
        List.of(randomModel("t", 5), Organisations.model(Affinity.DOT, true))) {
      TenantEntry entry = TenantModelWriter.write(folder("model"), model);
      TenantEntry received = TenantEntry.ofBytes(entry.toBytes());
      assertThat(received.summary(), is(entry.summary()));
      assertThat(received.toBytes(), is(entry.toBytes()));
    }
  }

  @Test
  void aModelSurvivesTheWayBetweenMachines() throws IOException {
    TenantModel sent = randomModel("t", 8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TenantModelSerializer.write(sent, bytes);
    bytes.write(42);

    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    TenantModel received = TenantModelSerializer.read(in);

    assertThat(in.read(), is(42));
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    TenantModelSerializer.write(received, again);
    again.write(42);
    assertThat(again.toByteArray(), is(bytes.toByteArray()));
    assertThat(received.contentDigest(), is(sent.contentDigest()));
    assertThat(received.quality(), is(sent.quality()));
    assertThat(received.objective(), is(sent.objective()));
    assertThat(received.parameters(), is(sent.parameters()));
  }

  @Test
  void refusesBytesThatEndEarly() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TenantModelSerializer.write(Organisations.model(Affinity.DOT, true), bytes);
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    assertThrows(
        IOException.class, () -> TenantModelSerializer.read(new ByteArrayInputStream(half)));
  }

  private ModelFolder folder(String name) {
    return new LocalModelFolder(directory.resolve(name));
  }

  private static ModelManifest write(ModelFolder folder, TrainingRun run, TenantModel... models)
      throws IOException {
    List<TenantEntry> entries = new ArrayList<>();
    for (TenantModel model : models) {
      entries.add(TenantModelWriter.write(folder, model));
    }
    return ModelWriter.finish(folder, entries, run);
  }

  private static void writeTinyTenants(ModelFolder folder, int count) throws IOException {
    TenantModel[] models = new TenantModel[count];
    for (int i = 0; i < count; i++) {
      AccessMatrixBuilder builder = new AccessMatrixBuilder("tenant-%04d".formatted(i));
      builder.add("user", "resource", 1 + i, 1);
      builder.add("user", "other", 1, 0.5);
      models[i] =
          TenantModelFactory.create(
              builder.build(),
              LearnedModel.ofFactors(
                  new Factorization(
                      Factors.rounded(2, new double[] {1, i}),
                      Factors.rounded(2, new double[] {1, 0, 0, 1}),
                      List.of())),
              TrainingParameters.DEFAULT);
    }
    write(folder, RUN, models);
  }

  private static String sharedFile(String tenant) {
    byte[] digest = sha256(tenant.getBytes(StandardCharsets.UTF_8));
    return "tenants-" + hex(digest).substring(0, 2) + ".avro";
  }

  /** Several communities, ids of all kinds, more accesses than scores are kept. */
  private static TenantModel randomModel(String tenant, long seed) {
    Random random = new Random(seed);
    AccessMatrixBuilder builder = new AccessMatrixBuilder(tenant);
    for (int user = 0; user < 120; user++) {
      for (int resource = user % 2; resource < 60; resource += 2) {
        if (random.nextInt(3) > 0) {
          builder.add(
              "ü\\user\n" + user,
              "\\\\fs\uD83D\uDE00\\" + resource,
              1 + random.nextInt(1000),
              random.nextDouble() + 0.01);
        }
      }
    }
    AccessMatrix accesses = builder.build();
    int rank = 7;
    Factors users =
        Factors.rounded(rank, random.doubles((long) rank * accesses.users().size()).toArray());
    Factors resources =
        Factors.rounded(rank, random.doubles((long) rank * accesses.resources().size()).toArray());
    return TenantModelFactory.create(
        accesses,
        LearnedModel.ofFactors(new Factorization(users, resources, List.of(10.0, 1 / 3.0))),
        TrainingParameters.DEFAULT);
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<GenericRecord> genericRecords(String name) throws IOException {
    List<GenericRecord> records = new ArrayList<>();
    try (DataFileStream<GenericRecord> stream =
        new DataFileStream<>(
            Files.newInputStream(directory.resolve("model/" + name)), new GenericDatumReader<>())) {
      stream.forEach(records::add);
    }
    return records;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
