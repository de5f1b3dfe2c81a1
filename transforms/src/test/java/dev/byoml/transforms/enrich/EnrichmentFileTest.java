package dev.byoml.transforms.enrich;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.Side;
import dev.byoml.model.enrich.Enrichment.Entry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnrichmentFileTest {

  @Test
  void readsUsersWithTheirColumns() {
    assertThat(
        EnrichmentFile.parse("User,department,Tenant\n# of March\n\nann,\"R, D\",t1\nbob,Legal,\n"),
        contains(
            new Entry(Side.USER, "t1", "ann", Map.of("department", "R, D")),
            new Entry(Side.USER, null, "bob", Map.of("department", "Legal"))));
  }

  @Test
  void readsResources() {
    assertThat(
        EnrichmentFile.parse("\uFEFFsensitivity,resource\nhigh,\\\\fs1\\pay\n"),
        contains(new Entry(Side.RESOURCE, null, "\\\\fs1\\pay", Map.of("sensitivity", "high"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name,department;ann,Legal|line 1: must name the columns",
        "user,resource;ann,share|line 1: must name the columns",
        "user,department;ann|line 2: expected 2 columns, got 1",
        "user,department;,Legal|line 2: has no id"
      })
  void namesTheLineThatIsWrong(String csv, String message) {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> EnrichmentFile.parse(csv.replace(';', '\n')));
    assertThat(error.getMessage(), startsWith(message));
  }
}
