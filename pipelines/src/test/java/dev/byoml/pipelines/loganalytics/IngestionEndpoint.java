package dev.byoml.pipelines.loganalytics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Stands in for the Logs Ingestion API on the loopback device, over TLS: checks a request as the
 * service does, answers as it does, keeps the rows that it takes, and does wrong what a script
 * says.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview">Logs
 *     Ingestion API in Azure Monitor</a>
 */
public final class IngestionEndpoint implements AutoCloseable {
  /** The token that is accepted unless a test says otherwise. */
  public static final String TOKEN = "a-token-for-tests";

  private static final int MEGABYTE = 1_048_576;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final CollectionRule rule = CollectionRule.ofTemplate();
  private final CollectionRule runRule = CollectionRule.ofRuns();
  private final HttpsServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<Request> taken = new ConcurrentLinkedQueue<>();
  private final Queue<JsonNode> rows = new ConcurrentLinkedQueue<>();
  private final Queue<JsonNode> runs = new ConcurrentLinkedQueue<>();
  private final Queue<String> losses = new ConcurrentLinkedQueue<>();
  private volatile boolean keepsRows = true;
  private volatile boolean takesRuns = true;
  private volatile IntFunction<Fault> faults = number -> Fault.none();
  private volatile Predicate<String> tokens = TOKEN::equals;

  /**
   * A request whose rows were taken.
   *
   * @param bytes size of its body
   * @param compressedBytes size of what was transferred
   * @param rows number of its rows
   */
  record Request(int bytes, int compressedBytes, int rows) {}

  private IngestionEndpoint(HttpsServer server) {
    this.server = requireNonNull(server, "server");
  }

  /** Starts an endpoint on a free port. */
  public static IngestionEndpoint start(TestCertificate certificate)
      throws IOException, GeneralSecurityException {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    IngestionEndpoint endpoint = new IngestionEndpoint(server);
    server.setExecutor(endpoint.threads);
    server.createContext("/", endpoint::handle);
    server.start();
    return endpoint;
  }

  /** What goes wrong with the first, second … request; nothing with those that follow. */
  IngestionEndpoint withFaults(Fault... script) {
    List<Fault> list = List.of(script);
    return withFaults(number -> number < list.size() ? list.get(number) : Fault.none());
  }

  /** What goes wrong with the request of each number, counted from 0. */
  IngestionEndpoint withFaults(IntFunction<Fault> script) {
    faults = script;
    return this;
  }

  /** Forgets rows when it has checked them, so that a great many can be sent. */
  IngestionEndpoint forgettingRows() {
    keepsRows = false;
    return this;
  }

  /** Has no stream of runs, as rules had none before there were runs. */
  IngestionEndpoint withoutRuns() {
    takesRuns = false;
    return this;
  }

  /** Accepts these tokens. */
  IngestionEndpoint accepting(Predicate<String> accepted) {
    tokens = accepted;
    return this;
  }

  /** Its address, for {@code --ingestionEndpoint}. */
  public String address() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** The stream that it takes rows of. */
  public String streamName() {
    return rule.streamName();
  }

  /** Rows of runs that were taken, in the order of arrival. */
  List<JsonNode> runs() {
    return List.copyOf(runs);
  }

  /** Number of rows of results that were taken. */
  public int rowCount() {
    return rows.size();
  }

  /** Rows of results that were taken, in the order of arrival. */
  List<JsonNode> rows() {
    return List.copyOf(rows);
  }

  /** Requests of results whose rows were taken. */
  List<Request> taken() {
    return List.copyOf(taken);
  }

  /** Number of all requests. */
  int requests() {
    return requests.get();
  }

  /** What the real service would have lost of rows that it took, without telling. */
  List<String> losses() {
    return List.copyOf(losses);
  }

  @Override
  public void close() {
    // First, since the server waits for whoever is writing an answer without end.
    threads.shutdownNow();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Fault fault = faults.apply(requests.getAndIncrement());
    try (exchange) {
      switch (fault.kind()) {
        case NONE -> answer(exchange);
        case DROPPED_BEFORE_BODY -> {}
        case DROPPED_AFTER_BODY -> take(exchange);
        case SLOW_ANSWER -> {
          Answer answer = take(exchange);
          pause(fault.delay());
          send(exchange, answer);
        }
        case TAKEN -> {
          take(exchange);
          byte[] body = "taken".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(fault.status(), body.length);
          exchange.getResponseBody().write(body);
        }
        case WITHOUT_END -> {
          exchange.getRequestBody().readAllBytes();
          if (fault.status() == 0) {
            // The server sends its headers only when there are no more of them.
            exchange.getResponseHeaders().set("X-Long", "x".repeat(1 << 22));
            exchange.sendResponseHeaders(503, 0);
          } else {
            exchange.sendResponseHeaders(fault.status(), 0);
          }
          byte[] piece = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
          while (!Thread.currentThread().isInterrupted()) {
            exchange.getResponseBody().write(piece);
            exchange.getResponseBody().flush();
            pause(fault.delay());
          }
        }
        case ANSWER -> {
          exchange.getRequestBody().readAllBytes();
          fault.headers().forEach(exchange.getResponseHeaders()::set);
          send(exchange, Answer.of(fault.status()));
        }
      }
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    send(exchange, take(exchange));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.status() == 204) {
      exchange.sendResponseHeaders(204, -1);
      return;
    }
    byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  /** Checks a request and takes its rows if it is right. */
  private Answer take(HttpExchange exchange) throws IOException {
    byte[] compressed = exchange.getRequestBody().readAllBytes();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null
        || !authorization.startsWith("Bearer ")
        || !tokens.test(authorization.substring("Bearer ".length()))) {
      return Answer.of(401);
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return Answer.of(405);
    }
    String path = exchange.getRequestURI().getPath();
    boolean isRun = takesRuns && path.equals(pathOf(runRule));
    if (!isRun && !path.equals(pathOf(rule))) {
      return Answer.of(404);
    }
    if (!"api-version=2023-01-01".equals(exchange.getRequestURI().getQuery())) {
      return Answer.invalid("UnsupportedApiVersion", "the api-version is missing or unknown");
    }
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.matches("application/json(;\\s*charset=utf-8)?")) {
      return Answer.of(415);
    }
    if (compressed.length > MEGABYTE) {
      return Answer.of(413);
    }
    if (!"gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))) {
      return Answer.invalid("NotCompressed", "this endpoint wants gzip");
    }
    byte[] body;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
      body = in.readNBytes(MEGABYTE + 1);
    } catch (IOException e) {
      return Answer.invalid("InvalidRequestContent", "the body is no gzip");
    }
    return body.length > MEGABYTE ? Answer.of(413) : take(body, compressed.length, isRun);
  }

  private static String pathOf(CollectionRule rule) {
    return "/dataCollectionRules/%s/streams/%s".formatted(CollectionRule.ID, rule.streamName());
  }

  private Answer take(byte[] body, int compressedBytes, boolean isRun) throws IOException {
    JsonNode array;
    try {
      array = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return Answer.invalid("InvalidPayload", "the body is no JSON");
    }
    if (!array.isArray() || array.isEmpty()) {
      return Answer.invalid("InvalidPayload", "the body is no array of rows");
    }
    List<JsonNode> taken = new ArrayList<>();
    for (JsonNode row : array) {
      if (!row.isObject()) {
        return Answer.invalid("InvalidPayload", "a row is no object");
      }
      taken.add(row);
    }
    CollectionRule taking = isRun ? runRule : rule;
    taken.forEach(row -> losses.addAll(taking.losses(row)));
    if (isRun) {
      runs.addAll(taken);
      return Answer.of(204);
    }
    if (keepsRows) {
      rows.addAll(taken);
    }
    this.taken.add(new Request(body.length, compressedBytes, taken.size()));
    return Answer.of(204);
  }

  private static void pause(Duration delay) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Answer(int status, String code, String message) {
    static Answer of(int status) {
      return switch (status) {
        case 204 -> new Answer(204, "", "");
        case 401 -> new Answer(401, "AuthorizationFailed", "the bearer token is not valid");
        case 403 ->
            new Answer(
                403,
                "OperationFailed",
                "The authentication token provided does not have access to ingest data for the"
                    + " data collection rule with immutable Id '%s' PipelineAccessResult:"
                        .formatted(CollectionRule.ID)
                    + " AccessGranted: False, IsRbacPresent: False, IsDcrDceBindingValid: .");
        case 404 ->
            new Answer(404, "NotFound", "no data collection rule of that id has such a stream");
        case 413 ->
            new Answer(413, "ContentLengthLimitExceeded", "the request is larger than 1 MB");
        case 429 -> new Answer(429, "TooManyRequests", "the rule's limit is reached");
        default -> new Answer(status, "Status" + status, "the service says " + status);
      };
    }

    static Answer invalid(String code, String message) {
      return new Answer(400, code, message);
    }

    String json() {
      ObjectNode root = JSON.createObjectNode();
      root.putObject("error").put("code", code).put("message", message);
      return root.toString();
    }
  }
}
