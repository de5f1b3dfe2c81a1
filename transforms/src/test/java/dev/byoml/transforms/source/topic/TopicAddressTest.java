package dev.byoml.transforms.source.topic;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.byoml.transforms.source.InputNotFoundException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicAddressTest {

  @Test
  void findsTheKafkaEndpointOfANamespace() {
    TopicAddress address = TopicAddress.parse("eventhubs://Contoso-Logs/am-securityevent/");
    assertThat(address.servers(), is("contoso-logs.servicebus.windows.net:9093"));
    assertThat(address.topic(), is("am-securityevent"));
    assertThat(address.text(), is("eventhubs://contoso-logs/am-securityevent"));
    assertThat(address.eventHub(), is(true));
  }

  @Test
  void takesTheHostNameOfANamespaceInAnotherCloud() {
    assertThat(
        TopicAddress.parse("eventhubs://contoso.servicebus.usgovcloudapi.net/hub").servers(),
        is("contoso.servicebus.usgovcloudapi.net:9093"));
  }

  @Test
  void takesAPortOfANamespace() {
    TopicAddress address = TopicAddress.parse("eventhubs://logs.example.org:19093/hub");
    assertThat(address.servers(), is("logs.example.org:19093"));
    assertThat(address.text(), is("eventhubs://logs.example.org:19093/hub"));
  }

  @Test
  void takesSeveralBrokersOfKafka() {
    TopicAddress address = TopicAddress.parse("kafka://one:9092,10.0.0.2:9093/security.events");
    assertThat(address.servers(), is("one:9092,10.0.0.2:9093"));
    assertThat(address.topic(), is("security.events"));
    assertThat(address.eventHub(), is(false));
  }

  @Test
  void namesAMessage() {
    assertThat(
        TopicAddress.message("kafka://b:9092/t", 3, 17),
        is("kafka://b:9092/t/partition=3/offset=17"));
  }

  @Test
  void tellsTopicsFromFiles() {
    assertThat(TopicAddress.isTopic("EventHubs://contoso/hub"), is(true));
    assertThat(TopicAddress.isTopic("kafka/events.json"), is(false));
    assertThat(TopicAddress.isTopic("azfs://account/container"), is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eventhubs://contoso",
        "eventhubs:///hub",
        "eventhubs://contoso/a/b",
        "eventhubs://contoso/hub?key=1",
        "kafka://broker/topic",
        "kafka://broker:9092",
        "kafka://broker:9092/"
      })
  void refusesWhatIsNoAddress(String input) {
    InputNotFoundException e =
        assertThrows(InputNotFoundException.class, () -> TopicAddress.parse(input));
    assertThat(e.getMessage(), containsString("://"));
  }

  @Test
  void doesNotRepeatWhatMayBeASecret() {
    InputNotFoundException e =
        assertThrows(
            InputNotFoundException.class,
            () -> TopicAddress.parse("eventhubs://reader:s3cret@contoso/hub"));
    assertThat(e.getMessage(), not(containsString("s3cret")));
  }
}
