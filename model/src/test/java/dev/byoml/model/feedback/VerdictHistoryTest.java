package dev.byoml.model.feedback;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import dev.byoml.model.access.AccessKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictHistoryTest {
  private static final Instant MONDAY = Instant.parse("2026-03-30T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-31T08:00:00Z");
  private static final Verdicts VERDICTS =
      Verdicts.of(
          List.of(
              judged("alice", "hr", Verdict.BENIGN, MONDAY),
              judged("alice", "hr", Verdict.BENIGN, TUESDAY),
              judged("bob", "hr", Verdict.BENIGN, MONDAY),
              judged("bob", "finance", Verdict.MALICIOUS, MONDAY),
              judged("bob", "lab", Verdict.BENIGN, MONDAY),
              judged("alice", "finance", Verdict.UNDETERMINED, MONDAY)));

  @Test
  void countsEachActorsAccessesByTheirVerdict() {
    assertThat(
        VerdictHistory.ofActors(VERDICTS),
        contains(
            new VerdictHistory("0", "bob", 2, 1, 0, MONDAY),
            new VerdictHistory("0", "alice", 1, 0, 1, TUESDAY)));
  }

  @Test
  void countsEachResourcesAccessesByTheirVerdict() {
    assertThat(
        VerdictHistory.ofResources(VERDICTS),
        contains(
            new VerdictHistory("0", "hr", 2, 0, 0, TUESDAY),
            new VerdictHistory("0", "lab", 1, 0, 0, MONDAY),
            new VerdictHistory("0", "finance", 0, 1, 1, MONDAY)));
  }

  private static JudgedAccess judged(String user, String resource, Verdict verdict, Instant at) {
    return new JudgedAccess(new AccessKey("0", user, resource), verdict, "dana", at);
  }
}
