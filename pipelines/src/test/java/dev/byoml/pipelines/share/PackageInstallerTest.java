package dev.byoml.pipelines.share;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.pipelines.share.format.EntryNames;
import dev.byoml.pipelines.share.format.PackageLimits;
import dev.byoml.pipelines.share.format.RefusedPackageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of a package that a stranger wrote, and that nothing of it appears then. */
class PackageInstallerTest {
  private static final int SYMBOLIC_LINK = 0120777;
  private static final int NAMED_PIPE = 0010644;
  private static final byte[] SOMETHING = "something".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void installsWhatIsSound() throws Exception {
    Path target = install(ForgedPackage.sound());

    assertThat(Files.readString(target.resolve(ForgedPackage.FILE)), is(ForgedPackage.TEMPLATE));
    assertThat(names(target), containsInAnyOrder("README.md", "manifest.json", "template"));
    assertThat(names(folder), containsInAnyOrder("received.zip", "target"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.txt",
        "template/../../outside.txt",
        "template/..",
        "./template",
        "..",
      })
  void refusesANameThatLeadsOutOfItsFolder(String name) {
    assertRefused(ForgedPackage.sound().with(name, "x"), "leads out of its folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/cron.d/x", "//server/share", "C:/windows/x", "c:x"})
  void refusesAnAbsoluteName(String name) {
    assertRefused(ForgedPackage.sound().with(name, "x"), "has an absolute name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..\\outside.txt", "template\\x", "\\\\server\\share", "C:\\x"})
  void refusesABackslash(String name) {
    assertRefused(ForgedPackage.sound().with(name, "x"), "has a backslash in its name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "template/",
        "a/b/c",
        "template/na\u0000me",
        "template/\u001b[2J",
        "template/ölf.yaml",
        "template/con.yaml",
        "template/LPT1",
        "template/dot.",
        "template/.hidden",
        "template/a:stream",
        "template//x",
      })
  void refusesANameThatDiffersBetweenFileSystems(String name) {
    assertRefused(ForgedPackage.sound().with(name, "x"), "has a name that no package gives");
  }

  @Test
  void refusesASymbolicLink() {
    assertRefused(
        ForgedPackage.sound()
            .with("template/link", "/etc".getBytes(StandardCharsets.UTF_8), SYMBOLIC_LINK),
        "entry 'template/link' is a symbolic link");
  }

  @Test
  void refusesWhatIsNoPlainFile() {
    assertRefused(
        ForgedPackage.sound().with("template/pipe", new byte[0], NAMED_PIPE),
        "is not a plain file");
  }

  @Test
  void refusesANameThatIsThereTwice() {
    assertRefused(
        ForgedPackage.sound().withUnlisted(ForgedPackage.FILE, SOMETHING, 0), "is there twice");
  }

  @Test
  void refusesNamesThatDifferInCaseAlone() {
    assertRefused(
        ForgedPackage.sound().with("template/OWN.yaml", "x"),
        "'template/OWN.yaml' differs in case alone from 'template/own.yaml'");
  }

  @Test
  void refusesAnEntryThatIsNotInTheManifest() {
    assertRefused(
        ForgedPackage.sound().withUnlisted("template/more.txt", SOMETHING, 0),
        "entry 'template/more.txt' is not in the manifest");
  }

  @Test
  void refusesAFileOfTheManifestThatIsMissing() {
    assertRefused(ForgedPackage.sound().without("README.md"), "entry 'README.md' is missing");
  }

  @Test
  void refusesAFileThatIsNoPartOfItsKind() {
    assertRefused(ForgedPackage.sound().with("template/run.sh", "x"), "is not part of a template");
    assertRefused(ForgedPackage.sound().with("run.sh", "x"), "is not part of a template");
  }

  @Test
  void refusesAChangedFile() {
    assertRefused(
        ForgedPackage.sound().listed(file -> file.put("sha256", "0".repeat(64))),
        "has another digest than the manifest says");
  }

  @Test
  void refusesAFileThatIsLongerThanTheManifestSays() {
    assertRefused(
        ForgedPackage.sound().listed(file -> file.put("bytes", 7)),
        "is longer than the manifest says");
  }

  @Test
  void refusesAFileThatIsShorterThanTheManifestSays() {
    assertRefused(
        ForgedPackage.sound().listed(file -> file.put("bytes", 1000)),
        "is shorter than the manifest says");
  }

  @Test
  void refusesFilesManyTimesAsLargeAsTheArchive() {
    assertRefused(
        ForgedPackage.sound().with("template/zeros", new byte[1 << 22], 0),
        "more than 100 times as large as the archive");
  }

  @Test
  void refusesAZipBombThatLiesInItsHeadersAndItsManifest() throws IOException {
    byte[] zeros = new byte[1_234_567];
    Path archive =
        ForgedPackage.sound()
            .with("template/zeros", zeros, 0)
            .manifest(this::sayTenBytes)
            .write(folder.resolve("received.zip"));
    replaceEverywhere(archive, zeros.length, 10);

    assertRefused(archive, PackageLimits.DEFAULT, "'template/zeros' is longer than the manifest");
  }

  private void sayTenBytes(ObjectNode manifest) {
    ((ObjectNode) manifest.get("files").get(2)).put("bytes", 10);
  }

  @Test
  void refusesMoreBytesThanTheLimit() throws IOException {
    Path archive = ForgedPackage.sound().write(folder.resolve("received.zip"));

    assertRefused(
        archive, new PackageLimits(10, 1 << 20, 20, 100), "its files are larger than 20 bytes");
  }

  @Test
  void refusesLengthsWhoseSumWrapsAround() {
    assertRefused(
        ForgedPackage.sound()
            .with("template/a", "x")
            .manifest(
                manifest ->
                    manifest
                        .get("files")
                        .forEach(file -> ((ObjectNode) file).put("bytes", Long.MAX_VALUE / 2 + 1))),
        "its files are larger than");
  }

  @Test
  void refusesMoreEntriesThanTheLimit() throws IOException {
    Path archive = ForgedPackage.sound().write(folder.resolve("received.zip"));

    assertRefused(archive, new PackageLimits(2, 1 << 20, 1 << 20, 100), "it has 3 entries");
  }

  @Test
  void refusesAManifestThatIsTooLarge() throws IOException {
    Path archive = ForgedPackage.sound().write(folder.resolve("received.zip"));

    assertRefused(
        archive, new PackageLimits(10, 100, 1 << 20, 100), "'manifest.json' is too large");
  }

  @Test
  void refusesAnArchiveWithoutAManifest() {
    assertRefused(ForgedPackage.sound().withoutManifest(), "so it is not a package");
  }

  @Test
  void refusesAManifestThatIsNone() {
    assertRefused(
        ForgedPackage.sound().manifest(manifest -> manifest.put("files", "none")),
        "manifest.json is damaged");
    assertRefused(
        ForgedPackage.sound().manifest(manifest -> manifest.put("unheardOf", 1)),
        "manifest.json is damaged");
  }

  @Test
  void refusesAnotherFormatVersion() {
    assertRefused(
        ForgedPackage.sound().manifest(manifest -> manifest.put("formatVersion", 2)),
        "its format version is 2; this program reads version 1");
  }

  @Test
  void refusesAnUnknownKind() {
    assertRefused(
        ForgedPackage.sound().manifest(manifest -> manifest.put("kind", "program")),
        "it is of an unknown kind, 'program'");
  }

  @Test
  void refusesANameThatLeadsElsewhere() {
    assertRefused(
        ForgedPackage.sound().manifest(manifest -> manifest.put("name", "../README.md")),
        "its name is '../README.md'");
  }

  @Test
  void refusesATemplateThatIsNotValid() {
    assertRefused(
        ForgedPackage.ofTemplate("format: unheard-of\n"), "template own.yaml: line 1: format");
  }

  @Test
  void refusesAManifestThatSaysMoreThanIsTrue() {
    assertRefused(
        ForgedPackage.sound()
            .manifest(manifest -> manifest.putArray("algorithms").add("org.example.Trusted")),
        "its manifest does not say what the template is");
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    Path archive = Files.writeString(folder.resolve("received.zip"), "no archive at all");

    assertRefused(archive, PackageLimits.DEFAULT, "it is not a zip archive, or a damaged one");
  }

  @Test
  void refusesAnArchiveThatEndsEarly() throws IOException {
    Path archive = ForgedPackage.sound().write(folder.resolve("received.zip"));
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length - 30));

    assertRefused(archive, PackageLimits.DEFAULT, "it is not a zip archive, or a damaged one");
  }

  @Test
  void refusesAnotherDigestBeforeItReadsAnything() throws IOException {
    Path archive = Files.writeString(folder.resolve("received.zip"), "no archive at all");

    RefusedPackageException refused =
        assertThrows(
            RefusedPackageException.class,
            () ->
                PackageInstaller.install(
                    archive, Optional.of("0".repeat(64)), folder.resolve("target")));

    assertThat(refused.getMessage(), containsString("its digest is sha256:"));
    assertNothingAppeared();
  }

  @Test
  void leavesWhatIsThereAlone() throws IOException {
    Path archive = ForgedPackage.sound().write(folder.resolve("received.zip"));
    Path mine = Files.createDirectory(folder.resolve("target")).resolve("mine.txt");
    Files.writeString(mine, "mine");

    assertThrows(
        FileAlreadyExistsException.class,
        () -> PackageInstaller.install(archive, Optional.empty(), folder.resolve("target")));

    assertThat(names(folder.resolve("target")), contains("mine.txt"));
  }

  @Test
  void doesNotFollowALinkAtTheTarget() throws IOException {
    Path archive = ForgedPackage.sound().write(folder.resolve("received.zip"));
    Files.createSymbolicLink(folder.resolve("target"), folder.resolve("nowhere"));

    assertThrows(
        FileAlreadyExistsException.class,
        () -> PackageInstaller.install(archive, Optional.empty(), folder.resolve("target")));

    assertThat(Files.exists(folder.resolve("nowhere")), is(false));
  }

  @Test
  void printsNothingThatMovesATerminal() {
    RefusedPackageException refused = new RefusedPackageException("a\u001b[2Jb\nc\u202ed");

    assertThat(refused.getMessage(), is("a?[2Jb?c?d"));
    assertThat(EntryNames.shown("a\u001b\u202eö"), is("'a\\u{1b}\\u{202e}\\u{f6}'"));
    assertThat(EntryNames.shown("x".repeat(5000)).length(), is(not(5000)));
  }

  private Path install(ForgedPackage forged) throws Exception {
    Path archive = forged.write(folder.resolve("received.zip"));
    PackageInstaller.install(archive, Optional.empty(), folder.resolve("target"));
    return folder.resolve("target");
  }

  private void assertRefused(ForgedPackage forged, String why) {
    try {
      assertRefused(forged.write(folder.resolve("received.zip")), PackageLimits.DEFAULT, why);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertRefused(Path archive, PackageLimits limits, String why) throws IOException {
    RefusedPackageException refused =
        assertThrows(
            RefusedPackageException.class,
            () ->
                PackageInstaller.install(
                    archive, Optional.empty(), folder.resolve("target"), limits));

    assertThat(refused.getMessage(), containsString(why));
    assertNothingAppeared();
  }

  private void assertNothingAppeared() throws IOException {
    assertThat(names(folder), contains("received.zip"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Replaces a number of four bytes, as zip archives write lengths. */
  private static void replaceEverywhere(Path file, int from, int to) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + Integer.BYTES <= bytes.limit(); i++) {
      if (bytes.getInt(i) == from) {
        bytes.putInt(i, to);
      }
    }
    Files.write(file, bytes.array());
  }
}
