package dev.byoml.model.result;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.model.score.Reason;
import dev.byoml.model.score.ScoredAccess;
import dev.byoml.model.score.Severity;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnomalyJsonTest {
  private static final Anomaly ANOMALY = anomaly("{\"summary\":\"odd\"}", "\\\\fs01\\c$");

  private static final String LINE =
      "{\"TimeGenerated\":\"2020-09-02T00:00:00Z\",\"RecordId\":\"ab12\",\"Tenant\":\"t\","
          + "\"Actor\":\"shire\\\\frodo\",\"Resource\":\"\\\\\\\\fs01\\\\c$\","
          + "\"ActorName\":\"frodo\",\"ActorDomain\":\"shire\",\"ActorSid\":\"S-1-5-21\","
          + "\"HostName\":\"fs01\",\"DnsDomain\":\"shire.com\",\"IpAddress\":\"10.0.0.1\","
          + "\"PredictedScore\":4.25,\"Percentile\":99.9,\"Reason\":\"LowAffinity\","
          + "\"Severity\":\"Medium\",\"ActorScore\":5.5,"
          + "\"AccessCount\":3,\"FirstAccess\":\"2020-09-01T10:00:00.1234567Z\","
          + "\"LastAccess\":\"2020-09-01T11:00:00.5Z\",\"Explanation\":{\"summary\":\"odd\"},"
          + "\"ModelId\":\"cafe\"}";

  @Test
  void writesTheColumnsInTheirOrder() {
    assertThat(AnomalyJson.write(ANOMALY), is(LINE));
  }

  @Test
  void readsWhatItWrote() {
    assertThat(AnomalyJson.read(LINE), is(ANOMALY));
  }

  @Test
  void writesATimeAsItDoesAfterItWasReadAgain() {
    Instant nineDigits = Instant.parse("2020-09-01T10:00:00.123400056Z");
    String line =
        AnomalyJson.write(anomaly("{\"summary\":\"odd\"}", "\\\\fs01\\c$", nineDigits, nineDigits));
    assertThat(line, containsString("\"FirstAccess\":\"2020-09-01T10:00:00.1234Z\""));
    assertThat(AnomalyJson.write(AnomalyJson.read(line)), is(line));
  }

  @Test
  void readsAResultOfBeforeThereWereSeverities() {
    String line = LINE.replace("\"Severity\":\"Medium\",\"ActorScore\":5.5,", "");

    assertThat(AnomalyJson.read(line).severity(), is(Severity.MEDIUM));
    assertThat(AnomalyJson.read(line).actorScore(), is(4.25));
  }

  @Test
  void keepsOneLineWhateverTheTexts() {
    String line = AnomalyJson.write(anomaly("{\n\"a\": 1}", "two\nlines\u2028\u0000\u00e9"));
    assertThat(line, not(containsString("\n")));
    assertThat(AnomalyJson.read(line).resource(), is("two\nlines\u2028\u0000\u00e9"));
  }

  @Test
  void refusesAnExplanationThatIsNoObject() {
    for (String explanation : new String[] {"", "odd", "[1]", "{\"a\":1} x"}) {
      Anomaly anomaly = anomaly(explanation, "r");
      assertThrows(IllegalArgumentException.class, () -> AnomalyJson.write(anomaly));
    }
  }

  @Test
  void refusesAResultWithoutAColumn() {
    String line = LINE.replace("\"Actor\":", "\"Player\":");
    Exception refusal = assertThrows(IllegalArgumentException.class, () -> AnomalyJson.read(line));
    assertThat(refusal.getMessage(), is("Actor of a result should be STRING but is MISSING"));
  }

  @Test
  void refusesWhatIsNoResult() {
    assertThrows(IllegalArgumentException.class, () -> AnomalyJson.read("{\"Tenant\":"));
    assertThrows(IllegalArgumentException.class, () -> AnomalyJson.read(""));
    String noTime = LINE.replace("2020-09-02T00:00:00Z", "yesterday");
    Exception refusal =
        assertThrows(IllegalArgumentException.class, () -> AnomalyJson.read(noTime));
    assertThat(refusal.getMessage(), is("TimeGenerated is not a time"));
  }

  @Test
  void aResultCannotHaveAScoreThatIsNotFinite() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ScoredAccess(Double.POSITIVE_INFINITY, 50, Reason.LOW_AFFINITY));
  }

  private static Anomaly anomaly(String explanation, String resource) {
    return anomaly(
        explanation,
        resource,
        Instant.parse("2020-09-01T10:00:00.1234567Z"),
        Instant.parse("2020-09-01T11:00:00.5Z"));
  }

  private static Anomaly anomaly(String explanation, String resource, Instant first, Instant last) {
    return new Anomaly(
        Instant.parse("2020-09-02T00:00:00Z"),
        "ab12",
        "t",
        "shire\\frodo",
        resource,
        "frodo",
        "shire",
        "S-1-5-21",
        "fs01",
        "shire.com",
        "10.0.0.1",
        4.25,
        99.9,
        Reason.LOW_AFFINITY,
        Severity.MEDIUM,
        5.5,
        3,
        first,
        last,
        explanation,
        "cafe");
  }
}
