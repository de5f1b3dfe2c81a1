package dev.byoml.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.byoml.model.annotation.Internal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The types that others build on: those of packages that are not marked internal, as listed. */
class PublicApiTest {
  private static final Path LIST =
      Path.of("src", "test", "resources", "dev", "byoml", "pipelines", "public-api.txt");

  @Test
  void isTheListedOne() throws IOException {
    List<String> found =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.byoml")
                .stream()
                .filter(type -> !type.getPackage().isAnnotatedWith(Internal.class))
                .filter(PublicApiTest::canBeUsed)
                .map(JavaClass::getName)
                .sorted()
                .toList();
    if (System.getProperty("updatePublicApi") != null) {
      Files.write(LIST, found);
    }
    assertThat(found.size(), greaterThan(50));
    assertThat(
        "a type came or went: mark its package @Internal, or write the list anew with"
            + " -DupdatePublicApi and tell users what changed",
        String.join("\n", found),
        is(String.join("\n", Files.readAllLines(LIST))));
  }

  private static boolean canBeUsed(JavaClass type) {
    if (!type.getModifiers().contains(JavaModifier.PUBLIC)
        || type.isAnonymousClass()
        || type.getSimpleName().equals("package-info")) {
      return false;
    }
    Optional<JavaClass> around = type.getEnclosingClass();
    return around.isEmpty() || canBeUsed(around.get());
  }
}
