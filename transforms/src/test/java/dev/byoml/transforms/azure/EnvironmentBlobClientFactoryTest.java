package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

class EnvironmentBlobClientFactoryTest {
  private static final String KEY = "c2VjcmV0LWtleS1vZi1hLXRlc3Q=";
  private static final String CONNECTION_STRING =
      "DefaultEndpointsProtocol=https;AccountName=export;AccountKey=%s;EndpointSuffix=core.windows.net"
          .formatted(KEY);
  private static final String SAS = "sv=2024-11-04&ss=b&srt=sco&sp=rl&sig=c2VjcmV0";

  @Test
  void signsWithTheKeyOfTheConnectionString() {
    BlobServiceClient client =
        client(
            Map.of("AZURE_STORAGE_CONNECTION_STRING", CONNECTION_STRING, "AZURE_STORAGE_KEY", "x"));

    assertThat(client.getAccountUrl(), is("https://export.blob.core.windows.net"));
    assertThat(
        StorageSharedKeyCredential.getSharedKeyCredentialFromPipeline(client.getHttpPipeline())
            .getAccountName(),
        is("export"));
  }

  @Test
  void usesTheEndpointOfTheConnectionString() {
    BlobServiceClient client =
        client(
            Map.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                "AccountName=export;AccountKey=%s;BlobEndpoint=http://127.0.0.1:10000/export"
                    .formatted(KEY)));

    assertThat(client.getAccountUrl(), is("http://127.0.0.1:10000/export"));
  }

  @Test
  void signsWithTheKeyForTheAccountOfThePath() {
    BlobServiceClient client = client(Map.of("AZURE_STORAGE_KEY", KEY));

    assertThat(client.getAccountUrl(), is("https://export.blob.core.windows.net"));
    assertThat(
        StorageSharedKeyCredential.getSharedKeyCredentialFromPipeline(client.getHttpPipeline())
            .getAccountName(),
        is("export"));
  }

  @Test
  void addsTheSharedAccessSignatureWithoutItsQuestionMark() {
    List<String> sent = new ArrayList<>();
    BlobServiceClient client =
        factory(Map.of("AZURE_STORAGE_SAS_TOKEN", "?" + SAS))
            .createBuilder(options("azfs://export/container/x"))
            .httpClient(
                request -> {
                  sent.add(request.getUrl().toString());
                  return Mono.error(new IllegalStateException("no network in this test"));
                })
            .buildClient();
    assertThrows(
        RuntimeException.class,
        () -> client.getBlobContainerClient("container").getBlobClient("x").exists());

    assertThat(sent, contains("https://export.blob.core.windows.net/container/x?" + SAS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AZURE_STORAGE_KEY|`\"planted+secret/of+a+key==\"`",
        "AZURE_STORAGE_KEY|`planted secret`",
        "AZURE_STORAGE_KEY|`planted+sec\nret==`",
        "AZURE_STORAGE_KEY|`<plantedsecret>`",
        "AZURE_STORAGE_KEY|`plantedsecre=`",
        "AZURE_STORAGE_SAS_TOKEN|`\"sv=1&sig=plantedsecret\"`",
        "AZURE_STORAGE_SAS_TOKEN|`sv=1&sig=planted secret`",
        "AZURE_STORAGE_SAS_TOKEN|`sv=1&sig=planted\nsecret`",
        "AZURE_STORAGE_SAS_TOKEN|`sv=1&sig=<plantedsecret`",
        "AZURE_STORAGE_SAS_TOKEN|`plantedsecret`",
        "AZURE_STORAGE_SAS_TOKEN|`sv=1&si`",
        "AZURE_STORAGE_CONNECTION_STRING|`\"AccountName=export;AccountKey=plantedsecret\"`",
        "AZURE_STORAGE_CONNECTION_STRING|`AccountName=export AccountKey=plantedsecret`",
        "AZURE_STORAGE_CONNECTION_STRING|`AccountName=export;AccountKey=planted secret`",
        "AZURE_STORAGE_CONNECTION_STRING|`AccountName=export;AccountKey=<plantedsecret`",
        "AZURE_STORAGE_CONNECTION_STRING|`AccountName=export;AccountKey=planted\nsecret==`",
        "AZURE_STORAGE_CONNECTION_STRING|`AccountName=export;SharedAccessSignature=sig=<plantedsecret`",
        "AZURE_STORAGE_CONNECTION_STRING|`plantedsecret`",
      })
  void refusesAMalformedCredentialWithoutRepeatingIt(String variable, String value) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> client(Map.of(variable, value)));

    assertThat(e.getMessage(), containsString(variable));
    assertThat(e.getMessage().lines().count(), is(1L));
    // Also in the log of a worker, which has the causes too.
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString(), not(containsString("planted")));
  }

  @Test
  void signsInWithoutAnyOfThese() {
    BlobServiceClient client = client(Map.of());

    assertThat(hasTokenPolicy(client.getHttpPipeline()), is(true));
    assertThat(
        StorageSharedKeyCredential.getSharedKeyCredentialFromPipeline(client.getHttpPipeline()),
        is(nullValue()));
  }

  @Test
  void asksTheAccountOfEachContainerWhenSignedIn() {
    List<String> sent = new ArrayList<>();
    BlobServiceClient client =
        factory(Map.of("BYOML_ACCESS_TOKEN", "token"))
            .createBuilder(options("azfs://export/am-securityevent", "azfs://machine/models/today"))
            .httpClient(
                request -> {
                  sent.add(request.getUrl().toString());
                  return Mono.error(new IllegalStateException("no network in this test"));
                })
            .buildClient();
    for (String container : List.of("am-securityevent", "models")) {
      assertThrows(
          RuntimeException.class,
          () -> client.getBlobContainerClient(container).getBlobClient("x/y").exists());
    }

    assertThat(
        sent,
        contains(
            "https://export.blob.core.windows.net/am-securityevent/x%2Fy",
            "https://machine.blob.core.windows.net/models/x%2Fy"));
  }

  @Test
  void takesAnEmptyVariableForNone() {
    assertThat(
        hasTokenPolicy(client(Map.of("AZURE_STORAGE_KEY", " ")).getHttpPipeline()), is(true));
  }

  @Test
  void putsTheAccountIntoTheEndpointOfTheOption() {
    BlobstoreOptions options = options("azfs://export/container/x");
    options.setBlobServiceEndpoint("https://{account}.blob.core.chinacloudapi.cn");

    assertThat(
        factory(Map.of("AZURE_STORAGE_KEY", KEY))
            .createBuilder(options)
            .buildClient()
            .getAccountUrl(),
        is("https://export.blob.core.chinacloudapi.cn"));
  }

  @Test
  void refusesAConnectionStringOfAnotherAccount() {
    assertThat(
        refusal(
            Map.of("AZURE_STORAGE_CONNECTION_STRING", CONNECTION_STRING), "azfs://other/container"),
        is(
            "the paths name the storage account other, but AZURE_STORAGE_CONNECTION_STRING is for"
                + " export"));
  }

  @Test
  void refusesTheKeyOfOneAccountForTwo() {
    assertThat(
        refusal(Map.of("AZURE_STORAGE_KEY", KEY), "azfs://one/data/x", "azfs://two/models/x"),
        containsString("the storage accounts one and two, but AZURE_STORAGE_KEY is for one"));
  }

  @Test
  void doesNotRepeatAConnectionStringThatItCannotRead() {
    assertThat(
        refusal(
            Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountKey " + KEY), "azfs://export/data"),
        not(containsString(KEY)));
  }

  private static BlobServiceClient client(Map<String, String> environment) {
    return factory(environment).createBuilder(options("azfs://export/container/x")).buildClient();
  }

  private static String refusal(Map<String, String> environment, String... paths) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> factory(environment).createBuilder(options(paths)))
        .getMessage();
  }

  private static EnvironmentBlobClientFactory factory(Map<String, String> environment) {
    return new EnvironmentBlobClientFactory(environment);
  }

  private static BlobstoreOptions options(String... paths) {
    BlobstoreOptions options = PipelineOptionsFactory.as(BlobstoreOptions.class);
    BlobAccounts.named(List.of(paths)).applyTo(options);
    return options;
  }

  private static boolean hasTokenPolicy(HttpPipeline pipeline) {
    for (int i = 0; i < pipeline.getPolicyCount(); i++) {
      if (pipeline.getPolicy(i) instanceof BearerTokenAuthenticationPolicy) {
        return true;
      }
    }
    return false;
  }
}
