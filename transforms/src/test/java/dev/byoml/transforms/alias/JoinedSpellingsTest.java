package dev.byoml.transforms.alias;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinedSpellingsTest {
  private static final String ANA = "S-1-5-21-1-2-3-1105";

  @Test
  void joinsUsersOfOneSidUnderTheNameOfMostAccesses() {
    assertThat(
        aliases(
            "user\tcontoso\\ana\t" + ANA + "\t5",
            "user\tana@contoso.example\t" + ANA + "\t7",
            "user\tcontoso.example\\ana\t" + ANA + "\t1"),
        is(
            Map.of(
                "contoso\\ana", "ana@contoso.example",
                "contoso.example\\ana", "ana@contoso.example")));
  }

  @Test
  void takesTheFirstNameWhereAccessesAreEqual() {
    assertThat(
        aliases("user\tb\\ana\t" + ANA + "\t5", "user\ta\\ana\t" + ANA + "\t5"),
        is(Map.of("b\\ana", "a\\ana")));
  }

  @Test
  void joinsNoUsersOfASidThatEveryWindowsHas() {
    assertThat(
        aliases("user\tnt authority\\system\tS-1-5-18\t5", "user\tsystem\tS-1-5-18\t1"),
        is(anEmptyMap()));
  }

  @Test
  void joinsNoUsersWithoutASid() {
    assertThat(
        aliases("user\tcontoso\\ana\t\t5", "user\tana@contoso.example\t\t1"), is(anEmptyMap()));
  }

  @Test
  void joinsAShortHostWithItsOnlyDomain() {
    assertThat(
        aliases("host\tfs1\t\t5", "host\tfs1.contoso.example\t\t1", "host\tfs2\t\t1"),
        is(Map.of("fs1", "fs1.contoso.example")));
  }

  @Test
  void joinsNoHostThatIsSeenWithTwoDomains() {
    assertThat(
        aliases(
            "host\tfs1\t\t5", "host\tfs1.contoso.example\t\t1", "host\tfs1.fabrikam.example\t\t1"),
        is(anEmptyMap()));
  }

  @Test
  void namesHostsWithoutTheirDomains() {
    assertThat(
        new JoinedSpellings(List.of("host\tfs1.contoso.example\t\t1", "user\tpc7\t\t1")).hosts(),
        contains("fs1", "pc7"));
  }

  private static Map<String, String> aliases(String... lines) {
    return new JoinedSpellings(List.of(lines)).aliases();
  }
}
