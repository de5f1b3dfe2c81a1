package dev.byoml.model.feedback;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictsTest {
  private static final AccessKey ACCESS = new AccessKey("0", "alice", "\\\\fs01\\finance");
  private static final Instant MONDAY = Instant.parse("2026-03-30T08:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-31T08:00:00Z");

  @Test
  void letsTheLatestVerdictHoldWhateverTheOrder() {
    Verdicts verdicts =
        Verdicts.of(List.of(judged(Verdict.BENIGN, TUESDAY), judged(Verdict.MALICIOUS, MONDAY)));
    assertThat(verdicts.on(ACCESS), is(Optional.of(Verdict.BENIGN)));
  }

  @Test
  void letsTheLastOfEquallyLateVerdictsHold() {
    Verdicts verdicts =
        Verdicts.of(List.of(judged(Verdict.BENIGN, MONDAY), judged(Verdict.MALICIOUS, MONDAY)));
    assertThat(verdicts.on(ACCESS), is(Optional.of(Verdict.MALICIOUS)));
  }

  @Test
  void saysNothingOfAnAccessThatNobodyJudged() {
    assertThat(Verdicts.NONE.on(ACCESS), is(Optional.empty()));
  }

  @Test
  void leavesOutWhatWasGivenAfterATime() {
    Verdicts verdicts =
        Verdicts.of(List.of(judged(Verdict.MALICIOUS, MONDAY), judged(Verdict.BENIGN, TUESDAY)))
            .until(TUESDAY.minusNanos(1));
    assertThat(verdicts.on(ACCESS), is(Optional.of(Verdict.MALICIOUS)));
    assertThat(verdicts.counts().get("verdicts.afterTheWindow"), is(1L));
  }

  @Test
  void keepsWhatWasGivenAtThatTime() {
    Verdicts verdicts = Verdicts.of(List.of(judged(Verdict.BENIGN, TUESDAY))).until(TUESDAY);
    assertThat(verdicts.on(ACCESS), is(Optional.of(Verdict.BENIGN)));
  }

  @Test
  void countsWhatHoldsAndWhatWasReplaced() {
    Verdicts verdicts =
        Verdicts.of(List.of(judged(Verdict.BENIGN, MONDAY), judged(Verdict.MALICIOUS, TUESDAY)));
    assertThat(
        verdicts.counts(),
        is(
            Map.of(
                "verdicts.benign", 0L,
                "verdicts.malicious", 1L,
                "verdicts.undetermined", 0L,
                "verdicts.replaced", 1L,
                "verdicts.afterTheWindow", 0L)));
  }

  @Test
  void readsTheClassificationsOfSentinelsIncidents() {
    assertThat(Verdict.of("FalsePositive"), is(Optional.of(Verdict.BENIGN)));
    assertThat(Verdict.of("Benign Positive"), is(Optional.of(Verdict.BENIGN)));
    assertThat(Verdict.of("true_positive"), is(Optional.of(Verdict.MALICIOUS)));
    assertThat(Verdict.of("Undetermined"), is(Optional.of(Verdict.UNDETERMINED)));
    assertThat(Verdict.of("fine"), is(Optional.empty()));
  }

  private static JudgedAccess judged(Verdict verdict, Instant at) {
    return new JudgedAccess(ACCESS, verdict, "dana", at);
  }
}
