package dev.byoml.pipelines.sample;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.model.sample.SampleDataParameters;
import dev.byoml.model.sample.SampleOrganization;
import dev.byoml.model.sample.SampleTenant;
import dev.byoml.model.sample.export.SampleEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is checked in under {@code sample-data/} is what today's generator makes. */
class CheckedInSampleTest {
  private static final Path FOLDER = Path.of("..", "sample-data");
  private static final Path SMALL = FOLDER.resolve("small");
  private static final int LARGEST_TOTAL = 2 * 1024 * 1024;
  private static final int DAYS_OF_DAILY_COUNTS = 2;

  private static final Pattern COMMAND =
      Pattern.compile(
          "scripts/byoml sample-data --output=sample-data/small --seed=(\\d+) --users=(\\d+)"
              + " --resources=(\\d+) --days=(\\d+) --tenants=(\\d+)");

  @TempDir Path folder;

  @Test
  void isWhatTheCommandInItsReadmeMakes() throws IOException {
    SampleDataWriter.write(parameters(), folder.toString(), SampleDataProgress.SILENT);
    TreeMap<String, String> expected = ExportedRows.contents(folder);
    TreeMap<String, String> actual = ExportedRows.contents(SMALL);
    assertThat(actual.keySet(), is(expected.keySet()));
    expected.forEach((name, content) -> assertThat(name, actual.get(name), is(content)));
  }

  @Test
  void holdsDailyCountsOfTheFirstDays() throws IOException {
    assertThat(ExportedRows.text(FOLDER.resolve("daily-counts.tsv")), is(dailyCounts()));
  }

  @Test
  void isSmall() throws IOException {
    long total = 0;
    for (Path file : ExportedRows.files(FOLDER)) {
      total += Files.size(file);
    }
    assertThat(total, is(lessThan((long) LARGEST_TOTAL)));
    assertThat(total, is(greaterThan(0L)));
  }

  @Test
  void tellsInItsReadmeWhoAttacks() throws IOException {
    String readme = ExportedRows.text(FOLDER.resolve("README.md"));
    for (var tenant :
        new ObjectMapper().readTree(SMALL.resolve("sample.json").toFile()).get("tenants")) {
      for (var scenario : tenant.get("scenarios")) {
        if (scenario.get("label").asInt() == 1) {
          String user = scenario.get("accesses").get(0).get("user").asText();
          assertThat(readme, containsString("`" + user + "`"));
        }
      }
    }
  }

  private static SampleDataParameters parameters() {
    Matcher command = COMMAND.matcher(ExportedRows.text(FOLDER.resolve("README.md")));
    assertThat(command.find(), is(true));
    return new SampleDataParameters(
        Long.parseLong(command.group(1)),
        Integer.parseInt(command.group(2)),
        Integer.parseInt(command.group(3)),
        Integer.parseInt(command.group(4)),
        Integer.parseInt(command.group(5)));
  }

  /** Accesses of the first tenant's finance department, by day, user and resource. */
  private static String dailyCounts() {
    SampleOrganization organization = SampleOrganization.of(parameters());
    SampleTenant tenant = organization.tenants().get(0);
    String department = tenant.departments().get(0).name();
    StringBuilder lines = new StringBuilder();
    for (LocalDate day : organization.windows().days().subList(0, DAYS_OF_DAILY_COUNTS)) {
      TreeMap<String, Integer> counts = new TreeMap<>();
      tenant
          .events(day)
          .filter(SampleEvent::access)
          .filter(event -> event.account().department() == 0)
          .forEach(
              event ->
                  counts.merge(
                      event.account().user() + "\t" + event.share().resource(), 1, Integer::sum));
      counts.forEach(
          (access, count) ->
              lines
                  .append(String.join("\t", day.toString(), access, department, "" + count))
                  .append('\t')
                  .append(tenant.identity().tenantId())
                  .append('\n'));
    }
    return lines.toString();
  }
}
