package dev.byoml.pipelines.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import com.azure.storage.blob.BlobContainerClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.pipelines.Cli;
import dev.byoml.pipelines.Events;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed of an export of a month, and what is read. */
class ListBlobsIT {
  private static final String WORKSPACE =
      "WorkspaceResourceId=/subscriptions/s/resourcegroups/g/providers"
          + "/microsoft.operationalinsights/workspaces/w/";
  private static final DateTimeFormatter MINUTE_FOLDER =
      DateTimeFormatter.ofPattern("'y='yyyy/'m='MM/'d='dd/'h='HH/'m='mm/", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final Instant START_OF_MARCH = Instant.parse("2026-03-01T00:00:00Z");
  private static final int FIVE_MINUTES = 300;
  private static final int SLOTS_OF_MARCH = 31 * 24 * 12;
  private static final String ONE_HOUR = "--from=2026-03-31T08:00:00Z";
  private static final String UNTIL = "--to=2026-03-31T09:00:00Z";

  @TempDir static Path shared;
  private static Azurite azurite;
  private static BlobContainerClient month;

  @TempDir Path folder;

  @BeforeAll
  static void fillAMonth() throws Exception {
    Azurite.assumeInstalled();
    azurite = Azurite.start(shared);
    TestBlobClientFactory.use(
        Map.of("AZURE_STORAGE_CONNECTION_STRING", azurite.connectionString()));
    month = azurite.client().createBlobContainer("am-securityevent");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> uploads = new ArrayList<>();
    for (int slot = 0; slot < SLOTS_OF_MARCH; slot++) {
      Instant time = START_OF_MARCH.plusSeconds((long) FIVE_MINUTES * slot);
      String name = WORKSPACE + MINUTE_FOLDER.format(time) + "PT05M.json";
      uploads.add(threads.submit(() -> put(month, name, event(time) + "\n")));
    }
    for (Future<?> upload : uploads) {
      upload.get();
    }
    threads.shutdown();
  }

  @AfterAll
  static void stop() throws Exception {
    if (azurite != null) {
      azurite.close();
    }
  }

  @Test
  void listsForOneHourOnlyTheFoldersThatLeadThere() throws Exception {
    int before = azurite.requests().size();
    JsonNode metrics = train("am-securityevent", ONE_HOUR, UNTIL);

    assertThat(metrics.get("used").asInt(), is(12));
    List<String> listings = listingsSince(before);
    assertThat(listings.size(), is(lessThan(20)));
    assertThat(
        listings.stream().filter(request -> !request.contains("delimiter=")).toList(),
        everyItem(containsString("y=2026/m=03/d=31/h=08/")));
  }

  @Test
  void listsFromAnInstantOnWithoutAnEnd() throws Exception {
    int before = azurite.requests().size();
    JsonNode metrics = train("am-securityevent/" + WORKSPACE, "--from=2026-03-31T23:00:00Z");

    assertThat(metrics.get("used").asInt(), is(12));
    assertThat(listingsSince(before).size(), is(lessThan(10)));
  }

  @Test
  void findsBlobsBeyondTheFirstFiveThousandOfAPattern() throws Exception {
    assertThat(SLOTS_OF_MARCH, is(greaterThan(5_000)));
    JsonNode metrics =
        train("am-securityevent/" + WORKSPACE + "y=2026/m=03/**/PT05M.json", ONE_HOUR, UNTIL);

    assertThat(metrics.get("used").asInt(), is(12));
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

  private static List<String> listingsSince(int request) throws Exception {
    return azurite.requests().stream()
        .skip(request)
        .filter(line -> line.contains("comp=list"))
        .map(line -> URLDecoder.decode(line, StandardCharsets.UTF_8))
        .filter(line -> !line.contains(".sentinel-byoml-probe"))
        .toList();
  }

  private static String event(Instant time) {
    return Events.event(
        Events.person("finance", (int) (time.getEpochSecond() / FIVE_MINUTES % 6)),
        "finance" + time.getEpochSecond() / FIVE_MINUTES % 3,
        time);
  }

  private static void put(BlobContainerClient container, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    container.getBlobClient(name).upload(new ByteArrayInputStream(bytes), bytes.length);
  }
}
