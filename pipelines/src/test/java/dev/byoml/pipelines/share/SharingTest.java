package dev.byoml.pipelines.share;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.learn.Algorithm;
import dev.byoml.model.tenant.ContentDigest;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import dev.byoml.pipelines.share.format.ModelFacts;
import dev.byoml.pipelines.share.format.PackageKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Handing on what one has made: {@code package} on this side, {@code install} on the other, with
 * the digest told by another way.
 */
class SharingTest {
  @TempDir static Path folder;
  private static Path model;
  private static Path events;

  @TempDir Path received;

  @BeforeAll
  static void makeAModel() throws IOException {
    Trained trained = Trained.in(folder);
    events = trained.events();
    model = trained.model();
  }

  @Test
  void aModelScoresAsItDidWhereItWasMade() throws IOException {
    Path archive = received.resolve("model.zip");

    Cli packaged = byoml("package", "--model=" + model, "--output=" + archive);
    Cli installed =
        byoml(
            "install",
            "--archive=" + archive,
            "--digest=" + digest(packaged),
            "--output=" + received.resolve("shared"));

    assertThat(
        installed.out(), containsString("score --model=" + received.resolve("shared/model")));
    assertThat(scores(received.resolve("shared/model")), is(scores(model)));
  }

  @Test
  void whoeverPackagesAModelIsToldWhatItNames() {
    Cli packaged =
        byoml("package", "--model=" + model, "--output=" + received.resolve("model.zip"));

    assertThat(
        packaged.out(), containsString("It names 18 users, 10 resources and who touched what"));
  }

  @Test
  void aTemplateReadsTheSameLines() throws IOException {
    Path template = Files.writeString(received.resolve("own.yaml"), ForgedPackage.TEMPLATE);
    Path archive = received.resolve("own.zip");

    Cli packaged = byoml("package", "--template=" + template, "--output=" + archive);
    byoml(
        "install",
        "--archive=" + archive,
        "--digest=" + digest(packaged),
        "--output=" + received.resolve("shared"));
    Cli checked = byoml("template", "--check=" + received.resolve("shared/template/own.yaml"));

    assertThat(checked.out(), containsString("is valid"));
  }

  @Test
  void anAlgorithmIsCopiedAndDoesNotRun() throws IOException {
    Path jar = jar(Trap.class.getName());
    Path archive = received.resolve("own.zip");

    Cli packaged = byoml("package", "--algorithm=" + jar, "--output=" + archive);
    Cli installed =
        byoml(
            "install",
            "--archive=" + archive,
            "--digest=" + digest(packaged),
            "--output=" + received.resolve("shared"));

    Path copy = received.resolve("shared/algorithm/own.jar");
    assertThat(Files.readAllBytes(copy), is(Files.readAllBytes(jar)));
    assertThat(installed.out(), containsString("BYOML_CLASS_PATH=" + copy));
    assertThat(System.getProperty(Trap.SPRUNG), is((String) null));
  }

  /** Says so when it is loaded. */
  static final class Trap {
    static final String SPRUNG = "dev.byoml.pipelines.share.Trap";

    static {
      System.setProperty(SPRUNG, "yes");
    }

    private Trap() {}
  }

  @Test
  void theManifestNamesEveryFileWithItsLengthAndDigest() throws IOException {
    Path archive = received.resolve("model.zip");
    byoml("package", "--model=" + model, "--output=" + archive);

    try (ZipFile zip = new ZipFile(archive.toFile())) {
      JsonNode manifest =
          new ObjectMapper().readTree(zip.getInputStream(zip.getEntry("manifest.json")));
      assertThat(manifest.get("kind").asText(), is("model"));
      assertThat(manifest.at("/model/users").asInt(), is(18));
      assertThat(manifest.get("files").size(), is(zip.size() - 1));
      for (JsonNode file : manifest.get("files")) {
        byte[] bytes = zip.getInputStream(zip.getEntry(file.get("name").asText())).readAllBytes();
        assertThat(file.get("bytes").asInt(), is(bytes.length));
        assertThat(
            file.get("sha256").asText(),
            is(HexFormat.of().formatHex(ContentDigest.sha256().digest(bytes))));
      }
    }
  }

  @Test
  void theReadmeTellsAStrangerWhatItIsAndHowToInstallIt() throws IOException {
    Path archive = received.resolve("model.zip");
    byoml("package", "--model=" + model, "--output=" + archive);

    try (ZipFile zip = new ZipFile(archive.toFile())) {
      String readme =
          new String(
              zip.getInputStream(zip.getEntry("README.md")).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(readme, startsWith("# A model of sentinel-byoml\n"));
      assertThat(
          readme,
          allOf(
              containsString("18 users"),
              containsString("names the users and resources of an organisation"),
              containsString("scripts/byoml install --archive=")));
    }
  }

  @Test
  void theReadmeTellsWhichJarAModelNeeds() {
    String state = "model/algorithm-1234.avro";

    assertThat(readme("vectors", "model/users-1234.avro"), not(containsString("CLASS_PATH")));
    assertThat(readme("shared-users", state), containsString("need the jar of `shared-users`"));
    assertThat(readme("onnx", state), containsString("only with a model of somebody you trust"));
  }

  @Test
  void noNameInTheReadmeIsMoreThanText() {
    assertThat(
        readme("a`\n# b|", "model/algorithm-1234.avro"), containsString("the jar of `a??# b?`"));
  }

  private static String readme(String algorithm, String file) {
    ModelFacts facts = new ModelFacts("id", null, null, "own.yaml", algorithm, 1, 2, 3, 4);
    PackageContent content =
        new PackageContent(
            PackageKind.MODEL,
            "id",
            facts,
            List.of(),
            new TreeMap<>(Map.of(file, () -> InputStream.nullInputStream())),
            List.of());
    return new String(PackageReadme.of(content), StandardCharsets.UTF_8);
  }

  @Test
  void theDigestIsThatOfTheArchive() throws IOException {
    Path archive = received.resolve("model.zip");

    Cli packaged = byoml("package", "--model=" + model, "--output=" + archive);

    byte[] sha256 = ContentDigest.sha256().digest(Files.readAllBytes(archive));
    assertThat(digest(packaged), is("sha256:" + HexFormat.of().formatHex(sha256)));
  }

  @Test
  void theSameContentGivesTheSameBytes() throws IOException {
    Path copy = received.resolve("elsewhere");
    Path first = received.resolve("first.zip");
    Path second = received.resolve("second.zip");
    byoml("package", "--model=" + model, "--output=" + first);
    byoml("install", "--archive=" + first, "--output=" + copy);
    byoml("package", "--model=" + copy.resolve("model"), "--output=" + second);

    assertThat(Files.mismatch(first, second), is(-1L));
  }

  @Test
  void theBytesDependOnNoClockAndNoCompressor() throws IOException {
    Path archive = received.resolve("model.zip");
    byoml("package", "--model=" + model, "--output=" + archive);

    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      assertThat(
          entries.stream().map(entry -> entry.getTimeLocal().toString()).toList(),
          everyItem(is("1980-01-01T00:00")));
      assertThat(
          entries.stream().map(ZipEntry::getMethod).toList(), everyItem(is(ZipEntry.STORED)));
      List<String> names = entries.stream().map(ZipEntry::getName).toList();
      List<String> behindTheManifest = new ArrayList<>(names.subList(1, names.size()));
      Collections.sort(behindTheManifest);
      assertThat(names.get(0), is("manifest.json"));
      assertThat(names.subList(1, names.size()), is(behindTheManifest));
    }
  }

  @Test
  void filesThatAreNoPartOfTheModelStayBehind() throws IOException {
    Path first = received.resolve("first.zip");
    byoml("package", "--model=" + model, "--output=" + first);
    Path copy = received.resolve("copy");
    byoml("install", "--archive=" + first, "--output=" + copy);
    Files.writeString(copy.resolve("model/notes.txt"), "not for others");
    Path second = received.resolve("second.zip");

    byoml("package", "--model=" + copy.resolve("model"), "--output=" + second);

    assertThat(Files.mismatch(first, second), is(-1L));
  }

  @Test
  void aDamagedModelIsNotPackaged() throws IOException {
    Path copy = received.resolve("copy");
    byoml("package", "--model=" + model, "--output=" + received.resolve("first.zip"));
    byoml("install", "--archive=" + received.resolve("first.zip"), "--output=" + copy);
    Path damaged;
    try (Stream<Path> files = Files.list(copy.resolve("model"))) {
      damaged =
          files
              .filter(file -> file.getFileName().toString().startsWith("tenants-"))
              .findFirst()
              .orElseThrow();
    }
    Files.write(damaged, new byte[] {1, 2, 3});

    Cli cli =
        Cli.run(
            "package",
            "--model=" + copy.resolve("model"),
            "--output=" + received.resolve("second.zip"));

    assertUsage(
        cli,
        "'model/%s' is not the file that the model's own manifest names"
            .formatted(damaged.getFileName()));
    assertThat(Files.exists(received.resolve("second.zip")), is(false));
  }

  @Test
  void aJarWithoutAnAlgorithmIsNotPackaged() throws IOException {
    assertUsage(
        Cli.run(
            "package",
            "--algorithm=" + jar("# no class is named here"),
            "--output=" + received.resolve("own.zip")),
        "the jar holds no algorithm");
  }

  @Test
  void aFolderWithoutAModelIsNotPackaged() {
    assertUsage(
        Cli.run("package", "--model=" + received, "--output=" + received.resolve("model.zip")),
        received.toString());
  }

  @Test
  void aTemplateThatIsNotValidIsNotPackaged() throws IOException {
    Path template = Files.writeString(received.resolve("own.yaml"), "format: unheard-of\n");

    assertUsage(
        Cli.run("package", "--template=" + template, "--output=" + received.resolve("own.zip")),
        "cannot be packaged");
  }

  @Test
  void onePackageHoldsOneThing() {
    assertUsage(
        Cli.run("package", "--output=" + received.resolve("x.zip")),
        "exactly one of --model, --template and --algorithm, got 0");
    assertUsage(
        Cli.run(
            "package",
            "--model=" + model,
            "--template=own.yaml",
            "--output=" + received.resolve("x.zip")),
        "got 2");
  }

  @Test
  void anArchiveThatExistsIsNotReplaced() throws IOException {
    Path archive = Files.writeString(received.resolve("mine.zip"), "mine");

    assertUsage(Cli.run("package", "--model=" + model, "--output=" + archive), "exists already");
    assertThat(Files.readString(archive), is("mine"));
  }

  @Test
  void anotherDigestIsRefused() {
    Path archive = received.resolve("model.zip");
    byoml("package", "--model=" + model, "--output=" + archive);

    Cli cli =
        Cli.run(
            "install",
            "--archive=" + archive,
            "--digest=sha256:" + "0".repeat(64),
            "--output=" + received.resolve("shared"));

    assertUsage(cli, "it is not the package that was meant, or was changed on its way");
    assertThat(Files.exists(received.resolve("shared")), is(false));
  }

  @Test
  void aDigestThatIsNoneIsWrongUsage() {
    assertUsage(
        Cli.run(
            "install",
            "--archive=" + received.resolve("model.zip"),
            "--digest=1234",
            "--output=" + received.resolve("shared")),
        "--digest must be sha256: and 64 hexadecimal digits");
  }

  @Test
  void whoeverInstallsWithoutADigestIsToldWhatThatMeans() {
    Path archive = received.resolve("model.zip");
    byoml("package", "--model=" + model, "--output=" + archive);

    Cli installed =
        byoml("install", "--archive=" + archive, "--output=" + received.resolve("shared"));

    assertThat(installed.out(), containsString("which does not say who made them"));
  }

  @Test
  void aTargetThatExistsIsLeftAlone() {
    Path archive = received.resolve("model.zip");
    byoml("package", "--model=" + model, "--output=" + archive);

    assertUsage(
        Cli.run("install", "--archive=" + archive, "--output=" + received),
        "exists already: remove it or choose another folder");
  }

  @Test
  void anArchiveThatIsNotThereIsNamed() {
    assertUsage(
        Cli.run(
            "install",
            "--archive=" + received.resolve("none.zip"),
            "--output=" + received.resolve("shared")),
        "none.zip: there is no such local file");
    assertUsage(
        Cli.run(
            "install",
            "--archive=https://example.org/model.zip",
            "--output=" + received.resolve("shared")),
        "--archive must be a local path");
  }

  private Path jar(String registration) throws IOException {
    Path jar = received.resolve("own.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/services/" + Algorithm.class.getName()));
      zip.write((registration + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String digest(Cli packaged) {
    return packaged
        .out()
        .lines()
        .filter(line -> line.startsWith("digest: "))
        .map(line -> line.substring("digest: ".length()))
        .findFirst()
        .orElseThrow();
  }

  private String scores(Path with) throws IOException {
    Path results = received.resolve("results-" + with.getParent().getFileName());
    Path scored =
        Events.write(
            received.resolve("scored.jsonl"),
            List.of(
                Events.event(
                    Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(60))));
    byoml("score", "--input=" + scored, "--model=" + with, "--output=" + results);
    return Files.readString(results.resolve("anomalies-t1.ndjson"));
  }

  private static Cli byoml(String... arguments) {
    Cli cli = Cli.run(arguments);
    assertThat(cli.err(), cli.status(), is(0));
    return cli;
  }

  private static void assertUsage(Cli cli, String why) {
    assertThat(cli.err(), containsString(why));
    assertThat(cli.err(), not(containsString("\tat ")));
    assertThat(cli.err().lines().count(), is(1L));
    assertThat(cli.status(), is(2));
  }
}
