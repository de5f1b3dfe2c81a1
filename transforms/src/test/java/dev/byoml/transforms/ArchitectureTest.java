package dev.byoml.transforms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;

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

/** Holds the packages of this module to the rules of CONTRIBUTING. */
class ArchitectureTest {
  private static final int MOST_FILES = 16;
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.byoml");

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.byoml.transforms.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void transformsKnowNoRunner() {
    noClasses()
        .that()
        .resideInAPackage("dev.byoml.transforms..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.beam.runners..",
            "org.apache.spark..",
            "org.apache.flink..",
            "dev.byoml.pipelines..")
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatHappensInIt() throws IOException {
    assertThat(packages(folder -> !Files.exists(folder.resolve("package-info.java"))), empty());
  }

  @Test
  void noPackageHoldsMoreThanAPersonKeepsInMind() throws IOException {
    assertThat(packages(folder -> sources(folder).size() > MOST_FILES), empty());
  }

  private static List<Path> packages(Predicate<Path> picked) throws IOException {
    try (Stream<Path> folders = Files.walk(SOURCES)) {
      return folders
          .filter(Files::isDirectory)
          .filter(folder -> !sources(folder).isEmpty())
          .filter(picked)
          .toList();
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
