package dev.byoml.transforms.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.byoml.model.access.AccessEntities;
import dev.byoml.transforms.source.SourceLine;
import dev.byoml.transforms.source.TimeRange;
import dev.byoml.transforms.template.Templates;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntitiesTest {

  @ParameterizedTest
  @CsvSource({
    "hfdc01.shire.com, hfdc01, shire.com",
    "HFDC01.north.Shire.com, HFDC01, north.Shire.com",
    "WORKSTATION5, WORKSTATION5, ''",
    "10.0.0.1, 10.0.0.1, ''",
    "hfdc01., hfdc01, ''",
  })
  void cutsAComputerIntoHostAndDomain(String computer, String host, String domain) {
    AccessEntities entities = entities(row().put("Computer", computer));
    assertThat(entities.hostName(), is(host));
    assertThat(entities.dnsDomain(), is(domain));
  }

  @ParameterizedTest
  @CsvSource({
    "::ffff:10.0.0.1, 10.0.0.1",
    "::FFFF:10.0.0.1, 10.0.0.1",
    "10.0.0.1, 10.0.0.1",
    "fe80::9582:39e0:356b:ef4e, fe80::9582:39e0:356b:ef4e",
    "::1, ::1",
    "::ffff:a00:1, ::ffff:a00:1",
    "-, ''",
    "'', ''",
  })
  void takesThePrefixOffAnIpv4Address(String written, String address) {
    assertThat(entities(row().put("IpAddress", written)).ipAddress(), is(address));
  }

  @ParameterizedTest
  @CsvSource({
    "SHIRE\\Pippin, Pippin, SHIRE",
    "NT AUTHORITY\\SYSTEM, SYSTEM, NT AUTHORITY",
    "Pippin, Pippin, ''",
    "pippin@shire.com, pippin@shire.com, ''",
  })
  void cutsTheAccountWhereTheSubjectIsUnknown(String account, String name, String domain) {
    AccessEntities entities =
        entities(
            new LineParser(Templates.load("file-share-access-classic"), TimeRange.ALL),
            row()
                .put("Account", account)
                .put("SubjectUserName", "-")
                .put("SubjectDomainName", "")
                .toString());
    assertThat(entities.actorName(), is(name));
    assertThat(entities.actorDomain(), is(domain));
  }

  @Test
  void prefersTheSubjectToTheAccount() {
    AccessEntities entities =
        entities(row().put("SubjectUserName", "Merry").put("SubjectDomainName", "BUCKLAND"));
    assertThat(entities.actorName(), is("Merry"));
    assertThat(entities.actorDomain(), is("BUCKLAND"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"nested\":1}", "\"\\ud83d\"", "null", "\"  \""})
  void leavesAnEntityEmptyThatCannotBeUsedAndKeepsTheAccess(String address) throws Exception {
    ObjectNode row = row();
    row.set("IpAddress", new JsonMapper().readTree(address));
    // The tree writes half a surrogate pair as an escape only if told to stay in ASCII.
    String line = row.toString().replace("\ud83d", "\\ud83d");
    assertThat(entities(line).ipAddress(), is(""));
  }

  @Test
  void areUnknownInDailyCounts() {
    LineParser daily = new LineParser(Templates.load("daily-counts"), TimeRange.ALL);
    assertThat(entities(daily, "2026-03-02\talice\tfinance\tx\t1"), is(AccessEntities.UNKNOWN));
  }

  private static ObjectNode row() {
    return new JsonMapper()
        .createObjectNode()
        .put("EventID", 5140)
        .put("TimeGenerated", "2026-03-02T08:00:00Z")
        .put("Account", "SHIRE\\Pippin")
        .put("Computer", "hfdc01.shire.com")
        .put("ShareName", "\\\\*\\C$");
  }

  private static AccessEntities entities(ObjectNode row) {
    return entities(row.toString());
  }

  private static AccessEntities entities(String row) {
    return entities(new LineParser(Templates.load("file-share-access"), TimeRange.ALL), row);
  }

  private static AccessEntities entities(LineParser parser, String line) {
    SourceLine source = SourceLine.of("events", 10, line.getBytes(StandardCharsets.UTF_8));
    return ((ParsedLine.Used) parser.parse(source)).event().entities();
  }
}
