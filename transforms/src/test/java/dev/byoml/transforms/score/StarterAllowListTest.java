package dev.byoml.transforms.score;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.byoml.model.access.AccessKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sample-data/allow-list-starter.csv}. */
class StarterAllowListTest {
  private static final Path STARTER = Path.of("../sample-data/allow-list-starter.csv");
  private static final Instant NOW = Instant.parse("2026-03-31T00:00:00Z");

  @Test
  void allowsNothingUntilSomebodyGivesItADay() throws IOException {
    AllowList list = AllowList.parse(Files.readString(STARTER));
    assertThat(list.size(), is(greaterThan(20)));
    assertThat(list.expiredAt(NOW), hasSize(list.size()));
    assertThat(
        list.allows(new AccessKey("0", "contoso\\svc-backup", "\\\\fs1\\hr"), NOW), is(false));
  }

  @ParameterizedTest
  @CsvSource({
    "contoso\\svc-backup01, \\\\fs1.contoso.example\\hr, true",
    "contoso\\veeam, \\\\fs1.contoso.example\\hr, true",
    "contoso\\svc-sccm, \\\\pc7.contoso.example\\admin$, true",
    "contoso\\ana, \\\\dc1.contoso.example\\SYSVOL, true",
    "contoso\\ana, \\\\fs1.contoso.example\\hr, false",
    "contoso\\svc-sccm, \\\\fs1.contoso.example\\hr, false",
    "contoso\\admin-ana, \\\\fs1.contoso.example\\admin$, false",
  })
  void allowsWhatItNamesOnceADayIsGiven(String actor, String resource, boolean allowed)
      throws IOException {
    AllowList list = AllowList.parse(Files.readString(STARTER).replace("2000-01-01", "2026-12-31"));
    assertThat(list.allows(new AccessKey("0", actor, resource), NOW), is(allowed));
  }
}
