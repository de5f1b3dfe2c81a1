package dev.byoml.transforms.value;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest {
  private static final Aliases ALIASES =
      Aliases.of(
          Map.of(
              "ANA@contoso.example", "contoso\\ana",
              "fs1", "fs1.contoso.example",
              "old", "older",
              "older", "oldest",
              "contoso.example\\*", "contoso\\*",
              "*.new.example", "*.contoso.example"));

  @ParameterizedTest
  @CsvSource({
    "ana@Contoso.example, contoso\\ana",
    "contoso.example\\Ben, contoso\\Ben",
    "\\\\FS1\\hr\\2026, \\\\fs1.contoso.example\\hr\\2026",
    "\\\\fs7.new.example\\hr, \\\\fs7.contoso.example\\hr",
    "fs1, fs1.contoso.example",
    "old, oldest",
    "ana, ana",
    "\\\\fs10\\hr, \\\\fs10\\hr",
  })
  void givesTheNameThatANameStandsFor(String name, String other) {
    assertThat(ALIASES.of(name), is(other));
  }

  @Test
  void refusesNamesThatStandForEachOther() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Aliases.of(Map.of("a", "b", "b", "a")));
    assertThat(refusal.getMessage(), containsString("lead in a circle"));
  }

  @ParameterizedTest
  @CsvSource({"a*, b", "a, b*", "a**, b*", "' ', b"})
  void refusesNamesThatDoNotFitEachOther(String name, String other) {
    assertThrows(IllegalArgumentException.class, () -> Aliases.of(Map.of(name, other)));
  }
}
