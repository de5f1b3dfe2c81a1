package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.loganalytics.CollectionRule;
import dev.byoml.pipelines.loganalytics.IngestionEndpoint;
import dev.byoml.pipelines.loganalytics.TestCertificate;
import dev.byoml.pipelines.sentinel.Program;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with secrets in the environment, logging all there is to log, and looks for the secrets. */
class PlantedSecretsIT {
  private static final String PLANTED_KEY = "cGxhbnRlZC1zdG9yYWdlLWtleS1vZi1hLXRlc3Q=";
  private static final String PLANTED_SIGNATURE = "cGxhbnRlZC1zaWduYXR1cmUtb2YtYS10ZXN0";
  private static final String PLANTED_SAS =
      "sv=2024-11-04&ss=b&srt=sco&sp=rlwdc&se=2099-01-01T00:00:00Z&sig=" + PLANTED_SIGNATURE;
  private static final String PLANTED_HUB_KEY = "cGxhbnRlZC1odWIta2V5LW9mLWEtdGVzdA==";
  private static final String PLANTED_CLIENT_SECRET = "planted~client.secret~of-a-test";
  private static final String BYOML = "azfs://" + Azurite.ACCOUNT + "/byoml/";

  @TempDir static Path folder;
  private static TestCertificate certificate;
  private static Azurite azurite;
  private static IngestionEndpoint endpoint;
  private static BlobContainerClient byoml;
  private static String realSas;
  private static List<String> secrets;

  @BeforeAll
  static void start() throws Exception {
    Azurite.assumeInstalled();
    certificate = TestCertificate.makeIn(folder);
    azurite = Azurite.start(folder);
    endpoint = IngestionEndpoint.start(certificate);
    Events.write(folder.resolve("events/training.jsonl"), Events.training());
    Events.write(
        folder.resolve("events/scored.jsonl"),
        List.of(
            Events.event(
                Events.person("finance", 0), "hr1", Events.SCORED_DAY.plusSeconds(9 * 3600)),
            "half a li"));
    byoml = azurite.upload("byoml", folder.resolve("events"));
    realSas =
        azurite
            .client()
            .generateAccountSas(
                new AccountSasSignatureValues(
                    OffsetDateTime.now().plusDays(1),
                    AccountSasPermission.parse("rlwdc"),
                    new AccountSasService().setBlobAccess(true),
                    AccountSasResourceType.parse("sco")));
    String realSignature = realSas.replaceAll(".*sig=([^&]+).*", "$1");
    secrets = new ArrayList<>();
    for (String secret :
        List.of(
            Azurite.KEY,
            PLANTED_KEY,
            PLANTED_SIGNATURE,
            PLANTED_HUB_KEY,
            PLANTED_CLIENT_SECRET,
            IngestionEndpoint.TOKEN,
            URLDecoder.decode(realSignature, StandardCharsets.UTF_8))) {
      secrets.add(secret);
      secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (azurite != null) {
      azurite.close();
      endpoint.close();
    }
  }

  @Test
  void appearNeitherInWhatIsShownNorInWhatIsWritten() throws Exception {
    Program.Result training =
        run(Map.of(), "train", "--input=" + BYOML + "training.jsonl", "--model=" + BYOML + "m/a");
    Program.Result scoring =
        run(
            Map.of(),
            "score",
            "--input=" + BYOML + "scored.jsonl",
            "--model=" + BYOML + "m/a",
            "--output=" + BYOML + "r/a",
            "--ingestionEndpoint=" + endpoint.address(),
            "--dataCollectionRuleId=" + CollectionRule.ID,
            "--streamName=" + endpoint.streamName());

    assertThat(lastLine(training), training.status(), is(0));
    assertThat(lastLine(scoring), scoring.status(), is(0));
    assertThat(shownIn(training, scoring), is(empty()));
    for (BlobItem blob : byoml.listBlobs()) {
      String text =
          new String(
              byoml.getBlobClient(blob.getName()).downloadContent().toBytes(),
              StandardCharsets.ISO_8859_1);
      assertThat(blob.getName(), shownIn(text), is(empty()));
    }
  }

  @Test
  void appearNotWhereASharedAccessSignatureIsPartOfEachAddress() throws Exception {
    Program.Result training =
        run(
            Map.of("AZURE_STORAGE_SAS_TOKEN", realSas),
            List.of("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_KEY"),
            "train",
            "--input=" + BYOML + "training.jsonl",
            "--model=" + BYOML + "m/sas",
            "--blobServiceEndpoint=" + azurite.endpoint());

    assertThat(lastLine(training), training.status(), is(0));
    assertThat(shownIn(training), is(empty()));
  }

  @Test
  void appearNotWhenAccessIsDenied() throws Exception {
    Program.Result wrongKey =
        run(
            Map.of(),
            List.of("AZURE_STORAGE_CONNECTION_STRING"),
            "train",
            "--input=" + BYOML + "training.jsonl",
            "--model=" + BYOML + "m/denied",
            "--blobServiceEndpoint=" + azurite.endpoint());
    Program.Result wrongSignature =
        run(
            Map.of(),
            List.of("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_KEY"),
            "train",
            "--input=" + BYOML + "training.jsonl",
            "--model=" + BYOML + "m/denied",
            "--blobServiceEndpoint=" + azurite.endpoint());

    assertThat(lastLine(wrongKey), wrongKey.status(), is(2));
    assertThat(lastLine(wrongKey), containsString("access denied"));
    assertThat(lastLine(wrongSignature), wrongSignature.status(), is(2));
    assertThat(lastLine(wrongSignature), containsString("access denied"));
    assertThat(shownIn(wrongKey, wrongSignature), is(empty()));
  }

  @Test
  void appearNotWhenNobodyAnswers() throws Exception {
    Program.Result result =
        run(
            Map.of(),
            List.of("AZURE_STORAGE_CONNECTION_STRING", "AZURE_STORAGE_KEY"),
            "train",
            "--input=" + BYOML + "training.jsonl",
            "--model=" + BYOML + "m/nobody",
            "--blobServiceEndpoint=http://127.0.0.1:9/{account}");

    assertThat(lastLine(result), result.status(), is(2));
    assertThat(shownIn(result), is(empty()));
  }

  @Test
  void appearNotWhenAConnectionStringCannotBeRead() throws Exception {
    Program.Result storage =
        run(
            Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountKey " + PLANTED_KEY),
            "train",
            "--input=" + BYOML + "training.jsonl",
            "--model=" + BYOML + "m/unreadable");
    Program.Result hub =
        run(
            Map.of("AZURE_EVENTHUBS_CONNECTION_STRING", "SharedAccessKey " + PLANTED_HUB_KEY),
            "train",
            "--input=eventhubs://contoso/am-securityevent",
            "--model=" + BYOML + "m/unreadable");

    assertThat(lastLine(storage), storage.status(), is(2));
    assertThat(lastLine(hub), hub.status(), is(2));
    assertThat(shownIn(storage, hub), is(empty()));
  }

  private static Program.Result run(Map<String, String> other, String... arguments)
      throws Exception {
    return run(other, List.of(), arguments);
  }

  /** Runs the command line with all secrets in the environment but those of some variables. */
  private static Program.Result run(
      Map<String, String> other, List<String> without, String... arguments) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("BYOML_LOG_LEVEL", "debug");
    environment.put("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString());
    environment.put("AZURE_STORAGE_KEY", PLANTED_KEY);
    environment.put("AZURE_STORAGE_SAS_TOKEN", PLANTED_SAS);
    environment.put("BYOML_ACCESS_TOKEN", IngestionEndpoint.TOKEN);
    environment.put("AZURE_CLIENT_SECRET", PLANTED_CLIENT_SECRET);
    environment.put(
        "AZURE_EVENTHUBS_CONNECTION_STRING",
        "Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=read;SharedAccessKey="
            + PLANTED_HUB_KEY);
    environment.putAll(other);
    without.forEach(environment::remove);
    return ByomlProcess.run(environment, certificate.javaOptions(), arguments);
  }

  /** The secrets that these runs showed. */
  private static List<String> shownIn(Program.Result... results) {
    List<String> shown = new ArrayList<>();
    for (Program.Result result : results) {
      assertThat(result.errors(), containsString("DEBUG"));
      shown.addAll(shownIn(result.output()));
      shown.addAll(shownIn(result.errors()));
    }
    return shown;
  }

  private static List<String> shownIn(String text) {
    return secrets.stream().filter(text::contains).toList();
  }

  private static String lastLine(Program.Result result) {
    return result.errors().lines().reduce("", (earlier, later) -> later);
  }
}
