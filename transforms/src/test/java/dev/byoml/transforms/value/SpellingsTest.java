package dev.byoml.transforms.value;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingsTest {
  @ParameterizedTest
  @CsvSource({
    "CONTOSO\\Ana, ana",
    "contoso.example\\ana, ana",
    "ana@contoso.example, ana",
    "ana, ana",
    "pc-07.contoso.example, pc-07",
    "10.0.0.7, 10.0.0.7",
    "fe80::1, fe80::1",
  })
  void findsTheAccountOrHostOfAUser(String user, String common) {
    assertThat(Spellings.ofUser(user), is(common));
  }

  @ParameterizedTest
  @CsvSource({
    "\\\\FS1.contoso.example\\HR, \\\\fs1\\hr",
    "\\\\fs1\\hr\\2026, \\\\fs1\\hr\\2026",
    "\\\\10.0.0.7\\hr, \\\\10.0.0.7\\hr",
    "Payroll, payroll",
  })
  void leavesOutTheDomainOfTheHostOfAResource(String resource, String common) {
    assertThat(Spellings.ofResource(resource), is(common));
  }

  @ParameterizedTest
  @CsvSource({
    "\\\\fs1-new\\hr-old, \\\\fs1\\hr-old",
    "svc_sql_2, svc_sql",
    "fs1, ''",
    "a-b, ''",
  })
  void takesTheSuffixOffAHostOrAccount(String common, String rest) {
    assertThat(Spellings.withoutSuffix(common).orElse(""), is(rest));
  }
}
