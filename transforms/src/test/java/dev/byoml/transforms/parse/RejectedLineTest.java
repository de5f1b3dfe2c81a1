package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.byoml.transforms.parse.row.RejectionReason;
import dev.byoml.transforms.source.SourceLine;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectedLineTest {

  @Test
  void isAnObjectOnOneLine() {
    RejectedLine line =
        RejectedLine.of(
            line("{\"half\":\n".getBytes(StandardCharsets.UTF_8)),
            RejectionReason.TRUNCATED_JSON,
            "why");
    assertThat(
        line.toJson(),
        is(
            "{\"source\":\"a.json\",\"position\":7,\"reason\":\"TruncatedJson\",\"detail\":\"why\","
                + "\"start\":\"{\\\"half\\\":\uFFFD\"}"));
  }

  @Test
  void replacesWhatCouldSteerATerminal() {
    byte[] bytes = "a\u001b[31m\u202eb\u0000".getBytes(StandardCharsets.UTF_8);
    assertThat(
        RejectedLine.of(line(bytes), RejectionReason.INVALID_JSON, "").start(),
        is("a\uFFFD[31m\uFFFDb\uFFFD"));
  }

  @Test
  void countsCharactersAndNotBytes() {
    String smiles = "\ud83d\ude00".repeat(RejectedLine.LONGEST_START);
    assertThat(
        RejectedLine.of(
                line((smiles + "more").getBytes(StandardCharsets.UTF_8)),
                RejectionReason.INVALID_JSON,
                "")
            .start(),
        is(smiles));
  }

  @Property
  void isAlwaysOneLineOfJson(@ForAll byte[] bytes, @ForAll String detail)
      throws JsonProcessingException {
    RejectedLine line = RejectedLine.of(line(bytes), RejectionReason.INVALID_JSON, detail);
    assertThat(line.toJson(), allOf(not(containsString("\n")), not(containsString("\r"))));
    JsonNode json = new JsonMapper().readTree(line.toJson());
    assertThat(json.get("start").asText(), is(line.start()));
    assertThat(json.get("detail").asText(), is(line.detail()));
  }

  @Property
  void survivesItsCoder(@ForAll byte[] bytes, @ForAll String detail, @ForAll RejectionReason reason)
      throws CoderException {
    RejectedLine line = RejectedLine.of(line(bytes), reason, detail);
    assertThat(CoderUtils.clone(RejectedLine.CODER, line), is(line));
  }

  @ParameterizedTest
  @EnumSource
  void hasAReasonThatIsKnownByItsLabel(RejectionReason reason) {
    assertThat(RejectionReason.ofLabel(reason.label()), is(reason));
  }

  private static SourceLine line(byte[] bytes) {
    return SourceLine.of("a.json", 7, bytes);
  }
}
