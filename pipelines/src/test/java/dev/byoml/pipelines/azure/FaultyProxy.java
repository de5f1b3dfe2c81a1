package dev.byoml.pipelines.azure;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a client and Azurite and lets some requests fail. */
final class FaultyProxy implements AutoCloseable {
  /** What becomes of a request. */
  enum Fate {
    /** The service answers. */
    ANSWERED,
    /** The service answers, and the connection breaks in the middle of the answer. */
    CUT_OFF,
    /** The answer is that the service is busy. */
    BUSY
  }

  /** Decides what becomes of a request. */
  @FunctionalInterface
  interface Script {
    /**
     * Decides.
     *
     * @param request method and address, such as {@code GET /account/container/blob?timeout=60}
     * @param range the range of bytes that is asked for, or nothing
     */
    Fate of(String request, String range);
  }

  private static final Set<String> OWN_HEADERS =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final HttpClient client = HttpClient.newHttpClient();
  private final URI target;
  private volatile Script script = (request, range) -> Fate.ANSWERED;

  private FaultyProxy(URI target) throws IOException {
    this.target = target;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Starts one before an Azurite. */
  static FaultyProxy before(Azurite azurite) throws IOException {
    URI endpoint = URI.create(azurite.endpoint());
    return new FaultyProxy(URI.create("http://" + endpoint.getAuthority()));
  }

  /** Lets requests fail from now on as the script says. */
  void follow(Script newScript) {
    this.script = newScript;
  }

  /** Connection string of Azurite's account through this proxy. */
  String connectionString() {
    return "DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=http://127.0.0.1:%d/%s"
        .formatted(Azurite.ACCOUNT, Azurite.KEY, server.getAddress().getPort(), Azurite.ACCOUNT);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      String range = exchange.getRequestHeaders().getFirst("x-ms-range");
      byte[] body = exchange.getRequestBody().readAllBytes();
      Fate fate = script.of(request, range);
      if (fate == Fate.BUSY) {
        exchange.getResponseHeaders().set("x-ms-error-code", "ServerBusy");
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      answer(exchange, forward(exchange, body), fate == Fate.CUT_OFF);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI().toString()))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> response, boolean cutOff)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, List.copyOf(values));
              }
            });
    byte[] body = response.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      response
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-length", length));
    }
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body, 0, cutOff ? body.length / 2 : body.length);
    }
  }
}
