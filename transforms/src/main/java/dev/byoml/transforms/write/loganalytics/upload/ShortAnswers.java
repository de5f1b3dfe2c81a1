package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads no more of an answer's body than shows what it says, so that one without end is short. */
final class ShortAnswers implements HttpClient {
  private static final int MOST_BYTES = 64 * 1024;

  private final HttpClient client;

  /** Answers to requests that {@code client} makes. */
  ShortAnswers(HttpClient client) {
    this.client = requireNonNull(client, "client");
  }

  /** What follows the start of a body is given up, and the connection with it. */
  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return client
        .send(request)
        .flatMap(
            answer ->
                start(answer.getBody())
                    .map(
                        body ->
                            new ShortAnswer(
                                request, answer.getStatusCode(), answer.getHeaders(), body)));
  }

  /** Without the caller's context, by which the whole body would be read at once. */
  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    return send(request).block();
  }

  private static Mono<byte[]> start(Flux<ByteBuffer> body) {
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    return body.takeUntil(
            piece -> {
              byte[] bytes = new byte[Math.min(piece.remaining(), MOST_BYTES - start.size())];
              piece.get(bytes);
              start.writeBytes(bytes);
              return start.size() == MOST_BYTES;
            })
        .then(Mono.fromSupplier(start::toByteArray));
  }

  private static final class ShortAnswer extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    ShortAnswer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
      super(request);
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    @Deprecated
    public String getHeaderValue(String name) {
      return headers.getValue(HttpHeaderName.fromString(name));
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.defer(() -> Flux.just(ByteBuffer.wrap(body)));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return getBodyAsString(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(body, charset));
    }
  }
}
