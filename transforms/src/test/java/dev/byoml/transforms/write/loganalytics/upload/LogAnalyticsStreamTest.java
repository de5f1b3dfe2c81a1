package dev.byoml.transforms.write.loganalytics.upload;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogAnalyticsStreamTest {
  @Test
  void dropsTheSlashAtTheEndOfAnEndpoint() {
    assertThat(stream("https://name.example/").endpoint(), is("https://name.example"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://name.example",
        "name.example",
        "https://name.example/dataCollectionRules/dcr-1",
        "https://name.example?sig=1",
        "https://user:key@name.example",
        "https://na me.example",
        ""
      })
  void refusesAnEndpointThatIsNoHttpsAddressOfAHost(String endpoint) {
    assertThrows(IllegalArgumentException.class, () -> stream(endpoint));
  }

  @Test
  void refusesAStreamNameWithoutItsPrefix() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LogAnalyticsStream("https://name.example", "dcr-1", "Table_CL"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.westeurope-1.ingest.monitor.azure.com, https://monitor.azure.com/.default",
    "https://a.chinanorth3-1.ingest.monitor.azure.cn, https://monitor.azure.cn/.default",
    "https://a.usgovvirginia-1.ingest.monitor.azure.us, https://monitor.azure.us/.default"
  })
  void asksForATokenOfTheCloudThatTheEndpointIsIn(String endpoint, String scope) {
    assertThat(stream(endpoint).tokenScope(), is(scope));
  }

  private static LogAnalyticsStream stream(String endpoint) {
    return new LogAnalyticsStream(endpoint, "dcr-1", "Custom-X");
  }
}
