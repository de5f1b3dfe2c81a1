package dev.byoml.pipelines.loganalytics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.byoml.transforms.write.loganalytics.DeadLetters;
import dev.byoml.transforms.write.loganalytics.SendNumbers;
import dev.byoml.transforms.write.loganalytics.WriteToLogAnalytics;
import dev.byoml.transforms.write.loganalytics.upload.LogAnalyticsStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Sends rows to an endpoint that does one thing wrong, and counts where they ended. */
class LogAnalyticsFaultsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(8);

  /** Some three requests. */
  private static final List<String> ROWS = ResultRows.of(2_000);

  @TempDir static Path shared;
  private static TestCertificate certificate;
  private static SSLContext before;

  @TempDir Path folder;
  private IngestionEndpoint endpoint;

  @BeforeAll
  static void trustTheCertificate() throws Exception {
    certificate = TestCertificate.makeIn(shared);
    before = SSLContext.getDefault();
    SSLContext.setDefault(certificate.context());
  }

  @AfterAll
  static void trustAsBefore() {
    SSLContext.setDefault(before);
  }

  @BeforeEach
  void startEndpoint() throws Exception {
    endpoint = IngestionEndpoint.start(certificate);
  }

  @AfterEach
  void stopEndpoint() {
    endpoint.close();
  }

  @Test
  void writesEveryRowOnceWhenNothingGoesWrong() throws Exception {
    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.rows().size(), is(ROWS.size()));
    assertThat(number(sending, "inbound"), is((long) ROWS.size()));
    assertThat(number(sending, "written"), is((long) ROWS.size()));
    assertThat(number(sending, "retried"), is(0L));
    assertThat(number(sending, "requests"), is((long) endpoint.requests()));
  }

  @Test
  void countsInTheMetricsOfTheRunnerToo() throws Exception {
    endpoint.withFaults(Fault.answer(503));

    Sending sending = send();

    assertThat(sending.counter("ingestion/inbound"), is((long) ROWS.size()));
    assertThat(sending.counter("ingestion/written"), is((long) ROWS.size()));
    assertThat(sending.counter("ingestion/failed"), is(0L));
    assertThat(sending.counter("ingestion/retried"), is(1L));
    assertThat(sending.counter("ingestion/bytes"), is(number(sending, "bytes")));
    assertThat(
        sending.numberOfValues("ingestion/latencyMilliseconds"), is(number(sending, "requests")));
    assertThat(
        sending.metrics().members(SendNumbers.LATENCY).values().stream()
            .mapToLong(Long::longValue)
            .sum(),
        is(number(sending, "requests")));
  }

  @Test
  void keepsARowWhoseColumnWouldBeCut() throws Exception {
    String row = "{\"RecordId\":\"long\",\"Actor\":\"%s\"}".formatted("x".repeat(70_000));

    Sending sending = Sending.run(write(), List.of(ROWS.get(0), row), folder);

    assertThat(identities(endpoint.rows()), is(Set.of("record-0")));
    assertThat(identities(sending.deadLetters()), is(Set.of("long")));
    assertThat(endpoint.losses(), is(empty()));
  }

  @Test
  void fillsRequestsUpToAMegabyte() throws Exception {
    send();

    List<Integer> sizes = endpoint.taken().stream().map(IngestionEndpoint.Request::bytes).toList();
    assertThat(sizes, everyItem(is(lessThanOrEqualTo(1_048_576))));
    assertThat(sizes.get(0), is(greaterThan(1_040_000)));
  }

  @Test
  void sendsAgainAfterABusyAnswer() throws Exception {
    endpoint.withFaults(Fault.answer(429));

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.rows().size(), is(ROWS.size()));
    assertThat(number(sending, "retried"), is(1L));
  }

  @Test
  void waitsAsLongAsTheServiceAsks() throws Exception {
    List<Long> arrivals = new ArrayList<>();
    endpoint.withFaults(
        number -> {
          arrivals.add(System.nanoTime());
          return number == 0 ? Fault.answer(429, "Retry-After", "3") : Fault.none();
        });

    Sending sending = send();

    assertEveryRowIsAccountedFor(sending);
    Duration pause = Duration.ofNanos(arrivals.get(1) - arrivals.get(0));
    assertThat(pause, is(greaterThanOrEqualTo(Duration.ofSeconds(3))));
  }

  @Test
  void sendsAgainAfterErrorsOfTheServer() throws Exception {
    endpoint.withFaults(Fault.answer(500), Fault.answer(503));

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.rows().size(), is(ROWS.size()));
    assertThat(number(sending, "retried"), is(2L));
  }

  @Test
  void sendsAgainWhenTheConnectionEndsBeforeTheBodyWasTaken() throws Exception {
    endpoint.withFaults(Fault.droppedBeforeBody());

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.rows().size(), is(ROWS.size()));
  }

  @Test
  void repeatsTheSameRecordsWhenAnAnswerIsLost() throws Exception {
    endpoint.withFaults(Fault.droppedAfterBody());

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    int first = endpoint.taken().get(0).rows();
    assertThat(endpoint.rows().size(), is(ROWS.size() + first));
    assertThat(
        identities(endpoint.rows().subList(0, first)),
        is(identities(endpoint.rows().subList(first, 2 * first))));
  }

  @Test
  void sendsAgainWhenAnAnswerTakesTooLong() throws Exception {
    endpoint.withFaults(Fault.slowAnswer(DEADLINE.dividedBy(2)));

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(number(sending, "retried"), is(1L));
  }

  @Test
  void splitsWhatTheServiceFindsTooLarge() throws Exception {
    endpoint.withFaults(Fault.answer(413));

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.rows().size(), is(ROWS.size()));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202})
  void takesAnySuccessForOne(int status) throws Exception {
    endpoint.withFaults(number -> Fault.taken(status));

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertThat(endpoint.rows().size(), is(ROWS.size()));
    assertThat(number(sending, "retried"), is(0L));
  }

  @Test
  void takesA204WithABodyForASuccess() throws Exception {
    endpoint.withFaults(number -> Fault.taken(204));

    Sending sending = send();

    assertThat(sending.deadLetters(), is(empty()));
    assertThat(endpoint.rows().size(), is(ROWS.size()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100})
  void endsWhenAnAnswerDoesNot(long milliseconds) throws Exception {
    endpoint.withFaults(number -> Fault.endlessBody(500, Duration.ofMillis(milliseconds)));

    Sending sending = send(write().withDeadline(Duration.ofSeconds(2)));

    assertThat(identities(sending.deadLetters()), is(equalTo(produced())));
  }

  @Test
  void endsWhenTheHeadersOfAnAnswerDoNot() throws Exception {
    endpoint.withFaults(number -> Fault.endlessHeaders());

    Sending sending = send(write().withDeadline(Duration.ofSeconds(2)));

    assertThat(identities(sending.deadLetters()), is(equalTo(produced())));
  }

  @Test
  void endsWhenTheTokenNeverComes() throws Exception {
    Sending sending =
        send(
            write()
                .withDeadline(Duration.ofSeconds(2))
                .withCredential(() -> request -> Mono.never()));

    assertThat(identities(sending.deadLetters()), is(equalTo(produced())));
    assertThat(
        sending.metrics().members(SendNumbers.FAILED_BY_REASON).firstKey(),
        containsString("did not answer in time"));
  }

  @Test
  void makesAFewRequestsWhenAllAreTooLarge() throws Exception {
    endpoint.withFaults(number -> Fault.answer(413));

    Sending sending = send();

    assertThat(identities(sending.deadLetters()), is(equalTo(produced())));
    assertThat(endpoint.requests(), is(lessThanOrEqualTo(6)));
  }

  @Test
  void marksTheRowsThatCanNeverBeWritten() throws Exception {
    String row = "{\"RecordId\":\"long\",\"Actor\":\"%s\"}".formatted("x".repeat(70_000));
    endpoint.withFaults(number -> Fault.answer(403));

    Sending.run(write(), List.of(ROWS.get(0), row), folder);

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> hopeless = files.filter(file -> DeadLetters.isHopeless(file.toString())).toList();
      assertThat(hopeless.size(), is(1));
      assertThat(Files.readString(hopeless.get(0)), is(row + "\n"));
    }
  }

  @Test
  void keepsRowsAsDeadLettersWithoutTryingAgainWhenAccessIsDenied() throws Exception {
    endpoint.withFaults(number -> Fault.answer(403));

    Sending sending = send();

    assertThat(sending.deadLetters().size(), is(ROWS.size()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.requests(), is(1));
    assertThat(
        sending.metrics().members(SendNumbers.FAILED_BY_REASON).firstKey(),
        allOf(
            containsString("403 OperationFailed"),
            containsString("Monitoring Metrics Publisher"),
            containsString(CollectionRule.ID)));
  }

  @Test
  void keepsTheRowsThatFollowWhenAccessIsDeniedHalfWay() throws Exception {
    endpoint.withFaults(number -> number == 0 ? Fault.none() : Fault.answer(403));

    Sending sending = send();

    assertEveryRowIsAccountedFor(sending);
    assertThat(endpoint.rows().size() + sending.deadLetters().size(), is(ROWS.size()));
  }

  @Test
  void renewsATokenThatExpiresDuringTheRun() throws Exception {
    TestTokens.restart();
    endpoint.accepting(token -> token.equals("token-" + (TestTokens.given() - 1)));

    Sending sending =
        send(write().withCredential(() -> TestTokens.livingFor(Duration.ofMillis(1))));

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(TestTokens.given(), is(greaterThan(1)));
  }

  @Test
  void asksForAnotherTokenWhenTheServiceRejectsOne() throws Exception {
    TestTokens.restart();
    endpoint.accepting(token -> token.equals(endpoint.requests() == 1 ? "token-0" : "token-1"));

    Sending sending = send(write().withCredential(() -> TestTokens.livingFor(Duration.ofHours(1))));

    assertThat(sending.deadLetters(), is(empty()));
    assertEveryRowIsAccountedFor(sending);
    assertThat(TestTokens.given(), is(2));
  }

  @Test
  void keepsEveryRowWhenNobodyListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    WriteToLogAnalytics write =
        WriteToLogAnalytics.to(
                new LogAnalyticsStream(
                    "https://localhost:" + port, CollectionRule.ID, endpoint.streamName()))
            .withDeadline(Duration.ofSeconds(2))
            .withCredential(TestTokens::constant);

    Sending sending = send(write);

    assertThat(identities(sending.deadLetters()), is(equalTo(produced())));
    assertThat(
        sending.metrics().members(SendNumbers.FAILED_BY_REASON).firstKey(),
        containsString("no answer from https://localhost:" + port));
  }

  @Test
  void keepsEveryRowWhenTheServiceIsDownForTheWholeRun() throws Exception {
    endpoint.withFaults(number -> Fault.answer(503));

    Sending sending = send(write().withDeadline(Duration.ofSeconds(2)));

    assertThat(identities(sending.deadLetters()), is(equalTo(produced())));
    assertThat(number(sending, "failed"), is((long) ROWS.size()));
    assertThat(number(sending, "retried"), is(greaterThan(0L)));
  }

  private WriteToLogAnalytics write() {
    return WriteToLogAnalytics.to(
            new LogAnalyticsStream(endpoint.address(), CollectionRule.ID, endpoint.streamName()))
        .withParallelism(1)
        .withDeadline(DEADLINE)
        .withCredential(TestTokens::constant);
  }

  private Sending send() throws Exception {
    return send(write());
  }

  private Sending send(WriteToLogAnalytics write) throws Exception {
    return Sending.run(write, ROWS, folder);
  }

  private void assertEveryRowIsAccountedFor(Sending sending) {
    Set<String> ended = new TreeSet<>(identities(endpoint.rows()));
    ended.addAll(identities(sending.deadLetters()));
    assertThat(ended, is(equalTo(produced())));
    assertThat(endpoint.losses(), is(empty()));
    assertThat(
        number(sending, "written") + number(sending, "failed"), is(number(sending, "inbound")));
  }

  private static Set<String> produced() {
    Set<String> identities = new TreeSet<>();
    for (int i = 0; i < ROWS.size(); i++) {
      identities.add("record-" + i);
    }
    return identities;
  }

  private static Set<String> identities(List<JsonNode> rows) {
    return rows.stream()
        .map(row -> row.get("RecordId").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long number(Sending sending, String name) {
    return sending.metrics().get(SendNumbers.TOTALS + "." + name);
  }
}
