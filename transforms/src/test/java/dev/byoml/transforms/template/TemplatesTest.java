package dev.byoml.transforms.template;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"file-share-access", "file-share-access-classic", "daily-counts"})
  void rebuildsABuiltInTemplateFromItsDefinition(String name) {
    Template template = Templates.load(name);
    Template again = Template.parse(template.name(), template.definition());
    assertThat(again.definition(), is(template.definition()));
    assertThat(again.fields(), is(template.fields()));
  }

  @Test
  void readsATemplateOfTheUsersOwn() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.yaml"),
            """
            description: who used which application
            format: json
            time: TimeGenerated
            user: UserPrincipalName
            resource: AppDisplayName
            """);
    assertThat(Templates.load(file.toString()).format(), is(RowFormat.JSON));
  }

  @Test
  void namesTheBuiltInTemplatesWhenThereIsNoSuchTemplate() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Templates.load("file-share-acess"));
    assertThat(error.getMessage(), containsString("file-share-access"));
  }

  @Test
  void saysInOneLineWhichKeyItDoesNotKnow() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("own.yaml"),
            "format: json\ntime: T\nuser: U\nresource: R\nressource: R\n");
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Templates.load(file.toString()));
    assertThat(error.getMessage(), containsString("ressource"));
    assertThat(error.getMessage().lines().count(), is(1L));
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    Path file = Files.writeString(folder.resolve("own.yaml"), "format: json\ntime: T\nuser: U\n");
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Templates.load(file.toString()));
    assertThat(error.getMessage(), containsString("resource"));
  }
}
