package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventHubsConnectionStringTest {
  private static final String STRING =
      "Endpoint=sb://Contoso.servicebus.windows.net/;SharedAccessKeyName=read;"
          + "SharedAccessKey=c2VjcmV0IGtleQ==";

  @Test
  void tellsItsNamespace() {
    assertThat(string(STRING).host(), is("contoso.servicebus.windows.net"));
    assertThat(string(STRING).hub(), is(Optional.empty()));
  }

  @Test
  void tellsItsHub() {
    assertThat(string(STRING + ";EntityPath=am-securityevent").hub().get(), is("am-securityevent"));
  }

  @Test
  void isMissingWhereTheVariableIsEmpty() {
    assertThat(EventHubsConnectionString.of(null).isPresent(), is(false));
    assertThat(EventHubsConnectionString.of(" ").isPresent(), is(false));
  }

  @Test
  void refusesWhatIsNoConnectionStringWithoutRepeatingIt() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> string("AccountKey=c2VjcmV0IGtleQ=="))
            .getMessage();
    assertThat(message, containsString("is not a connection string of Event Hubs"));
    assertThat(message, not(containsString("c2VjcmV0")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"%s\"", "%s\"", "'%s'", "<%s", "%s\nx", "%s\\"})
  void refusesOneThatKafkaWouldQuoteWithoutRepeatingIt(String form) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> string(form.formatted(STRING)));
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString(), not(containsString("c2VjcmV0")));
  }

  @Test
  void doesNotShowItself() {
    assertThat(string(STRING).toString(), not(containsString("c2VjcmV0")));
  }

  private static EventHubsConnectionString string(String text) {
    return EventHubsConnectionString.of(text).orElseThrow();
  }
}
