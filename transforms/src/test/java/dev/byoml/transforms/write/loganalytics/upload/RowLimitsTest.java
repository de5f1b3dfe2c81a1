package dev.byoml.transforms.write.loganalytics.upload;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowLimitsTest {
  private static final String LONGEST = "x".repeat(64 * 1024);

  @Test
  void allowsAColumnOf64KilobytesBesideOthers() {
    assertThat(RowLimits.violation(row("Actor", LONGEST)), is(Optional.empty()));
  }

  @Test
  void namesTheColumnThatWouldBeCut() {
    assertThat(
        RowLimits.violation(row("Resource", LONGEST + "x")).orElseThrow(),
        containsString("64 KB in Resource"));
  }

  @Test
  void measuresAnObjectByItsText() {
    String row = "{\"Explanation\":{\"summary\":\"%s\"}}".formatted(LONGEST);

    assertThat(RowLimits.violation(row).orElseThrow(), containsString("Explanation"));
  }

  @Test
  void refusesARowThatNoRequestCanHold() {
    String row = row("Actor", "x".repeat(RowBatcher.MAX_BODY_BYTES));

    assertThat(RowLimits.violation(row).orElseThrow(), containsString("1 MB"));
  }

  private static String row(String column, String value) {
    return "{\"RecordId\":\"1\",\"%s\":\"%s\"}".formatted(column, value);
  }
}
