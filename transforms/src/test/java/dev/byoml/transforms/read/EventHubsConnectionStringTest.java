package dev.byoml.transforms.read;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class EventHubsConnectionStringTest {
  private static final String STRING =
      "Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=read;"
          + "SharedAccessKey=c2VjcmV0IGtleQ==";

  @Test
  void acceptsTheNamespaceThatIsRead() {
    assertDoesNotThrow(
        () ->
            EventHubsConnectionString.of(STRING)
                .checkFor(TopicAddress.parse("eventhubs://contoso/hub")));
  }

  @Test
  void acceptsTheHubThatIsRead() {
    assertDoesNotThrow(
        () ->
            EventHubsConnectionString.of(STRING + ";EntityPath=hub")
                .checkFor(TopicAddress.parse("eventhubs://contoso/hub")));
  }

  @Test
  void refusesAnotherNamespace() {
    assertThat(
        refusal(STRING, "eventhubs://fabrikam/hub"),
        containsString(
            "is of the namespace contoso.servicebus.windows.net, the input of"
                + " fabrikam.servicebus.windows.net"));
  }

  @Test
  void refusesAnotherHub() {
    assertThat(
        refusal(STRING + ";EntityPath=other", "eventhubs://contoso/hub"),
        containsString("is of the event hub other, the input is hub"));
  }

  @Test
  void refusesWhatIsNoConnectionStringWithoutRepeatingIt() {
    String message = refusal("AccountKey=c2VjcmV0IGtleQ==", "eventhubs://contoso/hub");
    assertThat(message, containsString("is no connection string of Event Hubs"));
    assertThat(message, not(containsString("c2VjcmV0")));
  }

  @Test
  void saysWhichVariableIsMissing() {
    InputNotFoundException e =
        assertThrows(InputNotFoundException.class, () -> EventHubsConnectionString.of(" "));
    assertThat(e.getMessage(), containsString("AZURE_EVENTHUBS_CONNECTION_STRING"));
  }

  @Test
  void doesNotShowItself() {
    assertThat(
        EventHubsConnectionString.of(STRING).toString(), not(containsString("SharedAccess")));
  }

  private static String refusal(String string, String input) {
    return assertThrows(
            InputNotFoundException.class,
            () -> EventHubsConnectionString.of(string).checkFor(TopicAddress.parse(input)))
        .getMessage();
  }
}
