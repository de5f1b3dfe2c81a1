package dev.byoml.transforms.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.access.AccessKey;
import dev.byoml.transforms.pattern.Wildcard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowListTest {
  private static final AccessKey BACKUP =
      new AccessKey("0", "shire\\svc-backup", "\\\\hfdc01.shire.com\\c$");
  private static final Instant NOON = Instant.parse("2026-03-31T12:00:00Z");

  @Test
  void allowsWhatActorAndResourcePatternsMatch() {
    AllowList list = AllowList.parse("shire\\svc-*,\\\\hfdc01*\\c$,,nightly backup\n");
    assertThat(list.allows(BACKUP, NOON), is(true));
  }

  @Test
  void doesNotAllowWhenOnlyOnePatternMatches() {
    AllowList list = AllowList.parse("shire\\svc-*,\\\\other*,,nightly backup\n");
    assertThat(list.allows(BACKUP, NOON), is(false));
  }

  @Test
  void takesEveryCharacterButTheStarLiterally() {
    AllowList list = AllowList.parse("shire.svc-backup,*,,a dot is no wildcard\n");
    assertThat(list.allows(BACKUP, NOON), is(false));
  }

  @Test
  void comparesWithoutCase() {
    AllowList list = AllowList.parse("SHIRE\\SVC-BACKUP,\\\\HFDC01.shire.com\\C$,,\n");
    assertThat(list.allows(BACKUP, NOON), is(true));
  }

  @Test
  void holdsUntilTheEndOfTheLastDay() {
    AllowList list = AllowList.parse("*,*,2026-03-31,audit\n");
    assertThat(list.allows(BACKUP, Instant.parse("2026-03-31T23:59:59Z")), is(true));
    assertThat(list.allows(BACKUP, Instant.parse("2026-04-01T00:00:00Z")), is(false));
  }

  @Test
  void passesOverHeaderCommentsAndBlankLines() {
    AllowList list =
        AllowList.parse("actor,resource,expires,reason\r\n# a comment\r\n\r\n*,*,,\r\n");
    assertThat(list.size(), is(1));
  }

  @Test
  void keepsACommaWithinQuotes() {
    AllowList list = AllowList.parse("*,*,,\"backup, nightly\"\n");
    assertThat(list.allows(BACKUP, NOON), is(true));
  }

  @Test
  void namesTheOwnerOfTheFirstEntryThatAllows() {
    AllowList list =
        AllowList.parse(
            "actor,resource,expires,reason,owner\n"
                + "*,*,2026-03-30,over,erin\n"
                + "*,*,,nightly backup,dana@shire.com\n"
                + "*,*,,the same,frank\n");
    assertThat(list.allowedBy(BACKUP, NOON), is(Optional.of("dana@shire.com")));
  }

  @Test
  void readsEntriesWithoutAnOwner() {
    AllowList list = AllowList.parse("*,*,2026-12-31,nightly backup\n");
    assertThat(list.allowedBy(BACKUP, NOON), is(Optional.of(AllowList.NO_OWNER)));
  }

  @Test
  void tellsWhichEntriesHaveExpired() {
    AllowList list = AllowList.parse("*,*,2026-03-31,a,erin\n*,*,2026-03-30,b,dana\n*,*,,c,\n");
    assertThat(list.expiredAt(NOON), contains("line 2 (until 2026-03-30, dana)"));
  }

  @Test
  void namesTheLineOfAnExpiryThatIsNoDate() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> AllowList.parse("*,*,,\n*,*,next week,\n"));
    assertThat(error.getMessage(), containsString("line 2"));
    assertThat(error.getMessage(), containsString("next week"));
  }

  @Test
  void namesTheLineWhereAQuoteWasLeftOpen() {
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> AllowList.parse("*,*,,\n*,\"nightly,,\n*,*,,\n"));
    assertThat(error.getMessage(), containsString("line 2"));
    assertThat(error.getMessage(), containsString("a quote is open"));
  }

  @Test
  void matchesAPatternOfManyStarsInOneWalk() {
    AllowList list = AllowList.parse("*a*a*a*a*a*a*a*a*b,*,,\n");
    AccessKey key = new AccessKey("t", "a".repeat(60_000), "r");
    assertThat(list.allows(key, NOON), is(false));
    assertThat(list.allows(new AccessKey("t", "a".repeat(60_000) + "b", "r"), NOON), is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "a*a, a, false",
    "a*a, aa, true",
    "ab*ba, aba, false",
    "*ab*, xaby, true",
    "*ab*ab*, xaby, false",
    "a**b, axb, true",
    "STRASSE*, straße, false",
    "ΟΔΟΣ*, οδος, true",
  })
  void matchesPartsInTheirOrderWithoutOverlap(String pattern, String user, boolean matches) {
    AllowList list = AllowList.parse(pattern + ",*,,\n");
    assertThat(list.allows(new AccessKey("t", user, "r"), NOON), is(matches));
  }

  @Test
  void findsTheFirstEntryHoweverTheyAreWritten() {
    List<String> users = List.of("a*", "*b", "a*b", "ab", "*", "*a*", "b*", "x");
    Random random = new Random(5);
    StringBuilder csv = new StringBuilder();
    List<Wildcard[]> entries = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String user = users.get(random.nextInt(users.size()));
      String resource = users.get(random.nextInt(users.size()));
      csv.append("%s,%s,,,%d%n".formatted(user, resource, i));
      entries.add(new Wildcard[] {Wildcard.of(user), Wildcard.of(resource)});
    }
    AllowList list = AllowList.parse(csv.toString());
    for (String user : List.of("ab", "aab", "b", "xb", "ba", "x", "")) {
      for (String resource : List.of("ab", "a", "bb", "x", "y")) {
        Optional<String> expected =
            IntStream.range(0, entries.size())
                .filter(i -> entries.get(i)[0].matches(user) && entries.get(i)[1].matches(resource))
                .mapToObj(Integer::toString)
                .findFirst();
        assertThat(list.allowedBy(new AccessKey("t", user, resource), NOON), is(expected));
      }
    }
  }

  @Test
  void namesTheLineThatHasNoResource() {
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> AllowList.parse("alice\n"));
    assertThat(error.getMessage(), containsString("line 1"));
  }
}
