package dev.byoml.pipelines.kafka;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.Trained;
import dev.byoml.pipelines.azure.ByomlProcess;
import dev.byoml.pipelines.loganalytics.TestCertificate;
import dev.byoml.pipelines.sentinel.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a broker that asks for what Event Hubs asks for: TLS, and a connection string or an access
 * token.
 */
class EventHubsInputIT {
  private static final String KEY = "cGxhbnRlZCBrZXkgb2YgZXZlbnQgaHVicw==";
  private static final String CONNECTION_STRING =
      "Endpoint=sb://localhost/;SharedAccessKeyName=read;SharedAccessKey=" + KEY;
  private static final int PARTITIONS = 2;

  @TempDir static Path shared;
  private static KafkaBroker broker;
  private static String input;
  private static TestCertificate certificate;
  private static Path logEverything;
  private static Path trainedOnFiles;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    certificate = TestCertificate.makeIn(shared);
    int port = KafkaBroker.freePort();
    broker = KafkaBroker.start(shared.resolve("broker"), Map.of("SASL_SSL", port), asEventHubs());
    input = "eventhubs://localhost:" + port + "/am-securityevent";
    broker.createTopic("am-securityevent", PARTITIONS);
    broker.send("am-securityevent", PARTITIONS, Events.training());
    logEverything =
        Files.writeString(
            shared.resolve("log4j2.xml"),
            """
            <Configuration status="warn">
              <Appenders><Console name="e" target="SYSTEM_ERR"><PatternLayout pattern="%c %m%n%throwable"/></Console></Appenders>
              <Loggers><Root level="debug"><AppenderRef ref="e"/></Root></Loggers>
            </Configuration>
            """);
    trainedOnFiles = Trained.in(shared).model();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void trainsWithAConnectionStringAndShowsItNowhere() throws Exception {
    Path model = folder.resolve("model");
    Program.Result run =
        ByomlProcess.run(
            environment("AZURE_EVENTHUBS_CONNECTION_STRING", CONNECTION_STRING, true),
            "train",
            "--input=" + input,
            "--model=" + model);
    assertThat(run.errors(), run.status(), is(0));
    assertThat(modelId(model), is(modelId(trainedOnFiles)));
    // The client's settings are logged, and what signs in is not among them.
    assertThat(run.errors(), containsString("ConsumerConfig values"));
    assertThat(run.output() + run.errors(), not(containsString(KEY)));
    for (Path file : filesIn(model)) {
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1), not(containsString(KEY)));
    }
  }

  @Test
  void trainsWithAnAccessTokenAndShowsItNowhere() throws Exception {
    Path model = folder.resolve("model");
    String token = token("https://localhost");
    Program.Result run =
        ByomlProcess.run(
            environment("BYOML_ACCESS_TOKEN", token, true),
            "train",
            "--input=" + input,
            "--model=" + model);
    assertThat(run.errors(), run.status(), is(0));
    assertThat(modelId(model), is(modelId(trainedOnFiles)));
    assertThat(run.output() + run.errors(), not(containsString(token.split("\\.")[1])));
  }

  @Test
  void keepsTheConnectionStringOutOfTheGraph() throws Exception {
    Program.Result run =
        ByomlProcess.runMain(
            TopicGraph.class,
            environment("AZURE_EVENTHUBS_CONNECTION_STRING", CONNECTION_STRING, false),
            input);
    assertThat(run.errors(), run.status(), is(0));
    assertThat(run.output(), containsString(input));
    assertThat(run.output(), not(containsString(KEY)));
    int bytes = Integer.parseInt(run.output().replaceAll("(?s).*bytes: (\\d+)\\s*$", "$1"));
    assertThat(bytes, is(greaterThan(10_000)));
  }

  @Test
  void saysThatTheConnectionStringIsRefused() throws Exception {
    Program.Result run =
        train("AZURE_EVENTHUBS_CONNECTION_STRING", CONNECTION_STRING.replace("cGxh", "d3Jv"));
    assertThat(run.status(), is(2));
    assertThat(oneLine(run), containsString("refuses the sign-in"));
  }

  @Test
  void saysThatTheConnectionStringIsOfAnotherNamespace() throws Exception {
    Program.Result run =
        train(
            "AZURE_EVENTHUBS_CONNECTION_STRING",
            CONNECTION_STRING.replace("localhost", "fabrikam.servicebus.windows.net"));
    assertThat(run.status(), is(2));
    assertThat(oneLine(run), containsString("is of the namespace fabrikam.servicebus.windows.net"));
  }

  @Test
  void saysThatTheAccessTokenHasExpired() throws Exception {
    Program.Result run =
        train(
            "BYOML_ACCESS_TOKEN",
            token("https://localhost", Instant.now().minusSeconds(60).getEpochSecond()));
    assertThat(run.status(), is(2));
    assertThat(oneLine(run), containsString("nobody is signed in to Azure"));
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() throws Exception {
    Program.Result run =
        ByomlProcess.run(
            Map.of("AZURE_EVENTHUBS_CONNECTION_STRING", CONNECTION_STRING),
            "train",
            "--input=" + input,
            "--model=" + folder.resolve("model"));
    assertThat(run.status(), is(2));
    assertThat(oneLine(run), containsString("cannot be trusted"));
  }

  private Program.Result train(String variable, String secret) throws Exception {
    return ByomlProcess.run(
        environment(variable, secret, false),
        "train",
        "--input=" + input,
        "--model=" + folder.resolve("model"));
  }

  /** What the command line said, which must be one line. */
  private static String oneLine(Program.Result run) {
    String said =
        String.join(
            "\n", run.errors().lines().filter(line -> !line.startsWith("Picked up")).toList());
    assertThat(said, said.lines().count(), is(1L));
    return said;
  }

  private static Map<String, String> environment(
      String variable, String secret, boolean everything) {
    String java =
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(certificate.keyStore(), TestCertificate.PASSWORD);
    Map<String, String> environment = new HashMap<>(Map.of(variable, secret));
    environment.put(
        "JAVA_TOOL_OPTIONS",
        everything ? java + " -Dlog4j2.configurationFile=" + logEverything : java);
    return environment;
  }

  private static Map<String, String> asEventHubs() {
    String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    String token =
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
            + " unsecuredLoginStringClaim_sub=\"broker\";";
    return Map.of(
        "sasl.enabled.mechanisms",
        "PLAIN,OAUTHBEARER",
        "listener.name.sasl_ssl.plain.sasl.jaas.config",
        plain + " \"user_$ConnectionString\"=\"" + CONNECTION_STRING + "\";",
        "listener.name.sasl_ssl.oauthbearer.sasl.jaas.config",
        token,
        "ssl.keystore.type",
        "PKCS12",
        "ssl.keystore.location",
        certificate.keyStore().toString(),
        "ssl.keystore.password",
        TestCertificate.PASSWORD,
        "ssl.key.password",
        TestCertificate.PASSWORD);
  }

  /** An unsigned token (RFC 7519, 6), which the test broker takes. */
  private static String token(String audience) {
    return token(audience, Instant.now().plusSeconds(3600).getEpochSecond());
  }

  private static String token(String audience, long expiry) {
    return base64("{\"alg\":\"none\"}")
        + "."
        + base64(
            "{\"aud\":\"%s\",\"sub\":\"reader\",\"iat\":%d,\"exp\":%d}"
                .formatted(audience, expiry - 3600, expiry))
        + ".";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Iterable<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String modelId(Path folder) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("manifest.json").toFile())
        .get("modelId")
        .asText();
  }
}
