package dev.byoml.pipelines.azure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import dev.byoml.pipelines.loganalytics.TestCertificate;
import dev.byoml.pipelines.sentinel.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Azurite, the emulator of Azure Blob Storage, on a free port of the loopback interface. It keeps
 * blobs in memory until it is closed.
 *
 * @see <a href="https://learn.microsoft.com/azure/storage/common/storage-use-azurite">Azurite</a>
 */
final class Azurite implements AutoCloseable {
  /** The account that Azurite knows. */
  static final String ACCOUNT = "devstoreaccount1";

  /** Another account that it knows, with the same key. */
  static final String OTHER_ACCOUNT = "byomlresults";

  /** The key of these accounts, which is the same everywhere and no secret. */
  static final String KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  private static final Path PROGRAM =
      Path.of("src/test/azurite/node_modules/azurite/dist/src/blob/main.js").toAbsolutePath();
  private static final Pattern LISTENS = Pattern.compile("successfully listens on (https?://\\S+)");
  private static final Pattern REQUEST = Pattern.compile("\"([A-Z]+ \\S+) HTTP/[\\d.]+\" (\\d{3})");
  private static final long START_SECONDS = 60;

  private final Process process;
  private final Path log;
  private final String endpoint;
  private final HttpClient http;

  private Azurite(Process process, Path log, String endpoint, HttpClient http) {
    this.process = process;
    this.log = log;
    this.endpoint = endpoint;
    this.http = http;
  }

  /** Skips the test if Azurite cannot be started here. */
  static void assumeInstalled() {
    assumeTrue(Program.exists("node"), "node is not installed");
    assumeTrue(
        Files.isRegularFile(PROGRAM),
        "Azurite is not installed: npm ci in pipelines/src/test/azurite");
  }

  /**
   * Starts it, for who has the account's key.
   *
   * @param folder where its log goes
   */
  static Azurite start(Path folder) throws IOException, InterruptedException {
    return start(folder, HttpClient.createDefault());
  }

  /**
   * Starts it with TLS, for who has the account's key or an access token of any identity.
   *
   * @param folder where its log goes
   * @param certificate what it shows to clients
   */
  static Azurite startWithSignIn(Path folder, TestCertificate certificate)
      throws IOException, InterruptedException, GeneralSecurityException {
    return start(
        folder,
        new JdkHttpClientBuilder(
                java.net.http.HttpClient.newBuilder().sslContext(certificate.context()))
            .build(),
        "--oauth",
        "basic",
        "--cert",
        certificate.keyStore().toString(),
        "--pwd",
        TestCertificate.PASSWORD);
  }

  private static Azurite start(Path folder, HttpClient http, String... options)
      throws IOException, InterruptedException {
    Path log = folder.resolve("azurite.log");
    List<String> words =
        new ArrayList<>(
            List.of("node", PROGRAM.toString(), "--blobHost", "127.0.0.1", "--blobPort", "0"));
    words.addAll(List.of("--inMemoryPersistence", "--disableTelemetry", "--skipApiVersionCheck"));
    words.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .put("AZURITE_ACCOUNTS", "%s:%s;%s:%s".formatted(ACCOUNT, KEY, OTHER_ACCOUNT, KEY));
    Process process = builder.start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (process.isAlive() && System.nanoTime() < deadline) {
      Matcher listens = LISTENS.matcher(Files.readString(log));
      if (listens.find()) {
        return new Azurite(process, log, listens.group(1) + "/" + ACCOUNT, http);
      }
      Thread.sleep(50);
    }
    process.destroyForcibly();
    throw new IOException("Azurite did not start: " + Files.readString(log));
  }

  /** Address of the account's blobs. */
  String endpoint() {
    return endpoint;
  }

  /** Connection string of the account. */
  String connectionString() {
    return "AccountName=%s;AccountKey=%s;BlobEndpoint=%s".formatted(ACCOUNT, KEY, endpoint);
  }

  /** A client of the account that the tests themselves use. */
  BlobServiceClient client() {
    return client(ACCOUNT);
  }

  /** A client of one of the accounts. */
  BlobServiceClient client(String account) {
    return new BlobServiceClientBuilder()
        .connectionString(connectionString().replace(ACCOUNT, account))
        .httpClient(http)
        .buildClient();
  }

  /** Makes a container that holds the files below a folder. */
  BlobContainerClient upload(String container, Path folder) throws IOException {
    BlobContainerClient client = client().createBlobContainerIfNotExists(container);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        client.getBlobClient(name).upload(new ByteArrayInputStream(bytes), bytes.length, true);
      }
    }
    return client;
  }

  /** The requests so far, as method and address with its query, each with the status it got. */
  List<String> requests() throws IOException {
    return REQUEST
        .matcher(Files.readString(log))
        .results()
        .map(found -> found.group(1) + " " + found.group(2))
        .toList();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
