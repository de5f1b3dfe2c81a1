package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import com.azure.storage.blob.specialized.AppendBlobClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import dev.byoml.pipelines.azure.FaultyProxy.Fate;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when reading blobs goes wrong. */
class FailingBlobsIT {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final int FIVE_MINUTES = 300;

  /** More than one request of the client brings, which is 4 MiB. */
  private static final int LINES_OF_LARGE_BLOB = 40_000;

  @TempDir static Path shared;
  private static Azurite azurite;
  private static FaultyProxy proxy;
  private static String largeText;

  @TempDir Path folder;

  @BeforeAll
  static void start() throws Exception {
    Azurite.assumeInstalled();
    azurite = Azurite.start(shared);
    proxy = FaultyProxy.before(azurite);
    StringBuilder large = new StringBuilder();
    for (int i = 0; i < LINES_OF_LARGE_BLOB; i++) {
      large.append(event(START.plusSeconds(i))).append('\n');
    }
    largeText = large.toString();
  }

  @AfterAll
  static void stop() throws Exception {
    if (azurite != null) {
      proxy.close();
      azurite.close();
    }
  }

  @BeforeEach
  void answerEveryRequest() {
    TestBlobClientFactory.use(Map.of("AZURE_STORAGE_CONNECTION_STRING", proxy.connectionString()));
    proxy.follow((request, range) -> Fate.ANSWERED);
  }

  @Test
  void rejectsTheHalfWrittenLastLineOfAnAppendBlob() throws Exception {
    String half = event(START).substring(0, 60);
    append("growing", event(START) + "\n" + half);
    JsonNode metrics = train("growing");

    assertThat(metrics.get("used").asInt(), is(1));
    assertThat(metrics.get("rejected").asInt(), is(1));
  }

  @Test
  void readsABlobOnThatGrowsMeanwhile() throws Exception {
    AppendBlobClient blob = append("grown", largeText);
    AtomicInteger parts = new AtomicInteger();
    proxy.follow(
        (request, range) -> {
          if (range != null && request.contains("/grown/") && parts.incrementAndGet() == 2) {
            append(blob, event(START) + "\n");
          }
          return Fate.ANSWERED;
        });
    JsonNode metrics = train("grown");

    assertThat(metrics.get("read").asInt(), is(LINES_OF_LARGE_BLOB));
    assertThat(metrics.get("rejected").asInt(), is(0));
  }

  @Test
  void readsOnWhenTheConnectionBreaksOrTheServiceIsBusy() throws Exception {
    append("shaky", largeText);
    AtomicInteger parts = new AtomicInteger();
    proxy.follow(
        (request, range) ->
            range == null || !request.contains("/shaky/")
                ? Fate.ANSWERED
                : switch (parts.incrementAndGet() % 4) {
                  case 1 -> Fate.CUT_OFF;
                  case 2 -> Fate.BUSY;
                  default -> Fate.ANSWERED;
                });
    JsonNode metrics = train("shaky");

    assertThat(parts.get(), is(greaterThan(4)));
    assertThat(metrics.get("read").asInt(), is(LINES_OF_LARGE_BLOB));
    assertThat(metrics.get("rejected").asInt(), is(0));
  }

  @Test
  void namesABlobThatVanishesWhileItIsRead() throws Exception {
    AppendBlobClient blob = append("vanishing", largeText);
    proxy.follow(
        (request, range) -> {
          if (range != null && !range.startsWith("bytes=0-") && request.contains("/vanishing/")) {
            blob.deleteIfExists();
          }
          return Fate.ANSWERED;
        });
    Cli cli = run("vanishing");

    assertThat(cli.status(), is(1));
    assertThat(
        cli.err(),
        allOf(
            containsString("cannot read azfs://devstoreaccount1/vanishing/events.json: "),
            containsString("there is no such blob")));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void namesABlobThatCannotBeRead() throws Exception {
    append("busy", event(START) + "\n");
    proxy.follow(
        (request, range) ->
            range != null && request.contains("/busy/") ? Fate.BUSY : Fate.ANSWERED);
    Cli cli = run("busy");

    assertThat(cli.status(), is(1));
    assertThat(cli.err(), containsString("cannot read azfs://devstoreaccount1/busy/events.json: "));
    assertThat(cli.err(), containsString("HTTP 503 ServerBusy"));
    assertThat(cli.err().lines().count(), is(1L));
  }

  @Test
  void saysThatThereIsNoSuchContainer() {
    Cli cli = run("nowhere");

    assertThat(cli.status(), is(2));
    assertThat(cli.err(), containsString("there is no such container"));
    assertThat(cli.err().lines().count(), is(1L));
  }

  private JsonNode train(String input, String... options) throws Exception {
    Cli cli = run(input, options);
    assertThat(cli.err(), cli.status(), is(0));
    return new ObjectMapper().readTree(folder.resolve("model/metrics.json").toFile());
  }

  private Cli run(String input, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("train");
    arguments.add("--input=azfs://" + Azurite.ACCOUNT + "/" + input);
    arguments.add("--model=" + folder.resolve("model"));
    arguments.add(TestBlobClientFactory.OPTION);
    arguments.addAll(List.of(options));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private static String event(Instant time) {
    return Events.event(
        Events.person("finance", (int) (time.getEpochSecond() / FIVE_MINUTES % 6)),
        "finance" + time.getEpochSecond() / FIVE_MINUTES % 3,
        time);
  }

  private static AppendBlobClient append(String container, String text) {
    AppendBlobClient blob =
        azurite
            .client()
            .createBlobContainer(container)
            .getBlobClient("events.json")
            .getAppendBlobClient();
    blob.create();
    append(blob, text);
    return blob;
  }

  private static void append(AppendBlobClient blob, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int start = 0; start < bytes.length; start += 4 << 20) {
      int length = Math.min(4 << 20, bytes.length - start);
      blob.appendBlock(new ByteArrayInputStream(bytes, start, length), length);
    }
  }
}
