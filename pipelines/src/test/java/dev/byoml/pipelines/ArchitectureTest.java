package dev.byoml.pipelines;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the packages of all modules to the rules of CONTRIBUTING. */
class ArchitectureTest {
  private static final int MOST_FILES = 16;
  private static final List<Path> SOURCES =
      Stream.of("model", "transforms", "pipelines")
          .map(module -> Path.of("..", module, "src", "main", "java"))
          .toList();
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.byoml");

  @Test
  void looksAtEveryModule() {
    assertThat(CLASSES.contain("dev.byoml.model.access.AccessKey"), is(true));
    assertThat(CLASSES.contain("dev.byoml.transforms.parse.ParseAccessEvents"), is(true));
    assertThat(CLASSES.contain(Byoml.class), is(true));
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.byoml.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void formulasKnowNeitherBeamNorAnEngineNorAzure() {
    noClasses()
        .that()
        .resideInAPackage("dev.byoml.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.beam..", "org.apache.spark..", "org.apache.flink..", "com.azure..")
        .check(CLASSES);
  }

  @Test
  void nothingIsWrittenForOneRunner() {
    noClasses()
        .that()
        .resideInAPackage("dev.byoml..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam.runners..", "org.apache.spark..", "org.apache.flink..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatHappensInIt() {
    assertThat(packages(folder -> !Files.exists(folder.resolve("package-info.java"))), empty());
  }

  @Test
  void noPackageHoldsMoreThanAPersonKeepsInMind() {
    assertThat(packages(folder -> sources(folder).size() > MOST_FILES), empty());
  }

  private static List<Path> packages(Predicate<Path> picked) {
    return SOURCES.stream()
        .flatMap(ArchitectureTest::folders)
        .filter(folder -> !sources(folder).isEmpty())
        .filter(picked)
        .toList();
  }

  private static Stream<Path> folders(Path root) {
    try (Stream<Path> folders = Files.walk(root)) {
      return folders.filter(Files::isDirectory).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
