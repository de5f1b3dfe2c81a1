package dev.byoml.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.byoml.pipelines.Cli;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  private static final String SECRET = "cGxhbnRlZA==";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--azureConnectionString=",
        "--accessKey=",
        "--sasToken=",
        "--azureCredentialsProvider=",
        "--customerProvidedKey=",
        "--model=azfs://account/container/model?sv=2024-11-04&sig=",
        "--labels=BlobEndpoint=https://x;AccountKey=",
        "--labels=Endpoint=sb://x;SharedAccessKeyName=x;SharedAccessKey="
      })
  void refusesASecretOnTheCommandLineWithoutRepeatingIt(String option) {
    Cli cli = Cli.run("evaluate", "--labels=labels.tsv", "--model=model", option + SECRET);

    assertThat(cli.status(), is(2));
    assertThat(cli.err().lines().count(), is(1L));
    assertThat(cli.err(), containsString("environment"));
    assertThat(cli.err(), not(containsString(SECRET)));
  }

  @Test
  void namesTheVariableOfEventHubs() {
    assertThat(
        Cli.run("evaluate", "--model=Endpoint=sb://x;SharedAccessKey=x").err(),
        containsString("AZURE_EVENTHUBS_CONNECTION_STRING"));
  }

  @Test
  void namesTheVariableThatTakesTheOptionsPlace() {
    assertThat(
        Cli.run("evaluate", "--sasToken=x").err(), containsString("AZURE_STORAGE_SAS_TOKEN"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AZURE_STORAGE_CONNECTION_STRING",
        "AZURE_STORAGE_KEY",
        "AZURE_STORAGE_SAS_TOKEN",
        "BYOML_ACCESS_TOKEN",
        "AZURE_EVENTHUBS_CONNECTION_STRING",
        "AZURE_CLIENT_SECRET"
      })
  void showsNoValueOfTheEnvironmentNorAPartOfOne(String variable) {
    String secret = "c2VjcmV0LXBsYW50ZWQtaGVyZQ==";
    for (String form :
        List.of(
            "%s", "\"%s\"", " %s\n", "<%s", "sv=1&sig=%s&se=2", "AccountName=a;AccountKey=%s")) {
      String value = form.formatted(secret);
      String shown =
          Secrets.redact(
              "URISyntaxException at 3: https://a.blob.core.windows.net?%s and %s"
                  .formatted(value, secret),
              Map.of(variable, value));
      assertThat(shown, not(containsString(secret)));
      assertThat(shown, containsString("https://a.blob.core.windows.net"));
    }
  }
}
