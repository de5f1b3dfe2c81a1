package dev.byoml.transforms.azure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import dev.byoml.transforms.source.file.FileContent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.beam.sdk.io.azure.options.BlobstoreClientBuilderFactory;
import org.apache.beam.sdk.io.azure.options.BlobstoreOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class BlobChannelTest {
  private static final String PATH = "azfs://account/container/blob";
  private static final int RANGE = BlobChannel.RANGE;
  private static final byte[] BLOB = new byte[6 * RANGE + 1000];

  static {
    new Random(7).nextBytes(BLOB);
  }

  private final Store store = new Store();

  @Test
  void readsTheBytesFromAnOffset() throws IOException {
    try (ReadableByteChannel channel = open(12_345, BLOB.length)) {
      assertThat(
          Arrays.equals(
              Channels.newInputStream(channel).readAllBytes(),
              Arrays.copyOfRange(BLOB, 12_345, BLOB.length)),
          is(true));
    }
  }

  @Test
  void readsOnWhereReadingOughtToHaveEnded() throws IOException {
    try (ReadableByteChannel channel = open(0, 1000)) {
      assertThat(Arrays.equals(Channels.newInputStream(channel).readAllBytes(), BLOB), is(true));
    }
  }

  @Test
  void fetchesThreeRangesAheadOfTheOneThatIsRead() throws Exception {
    try (ReadableByteChannel channel = open(0, BLOB.length)) {
      channel.read(ByteBuffer.allocate(1));
      waitForRequests(4);
      assertThat(
          store.ranges, containsInAnyOrder(range(0, 1), range(1, 2), range(2, 3), range(3, 4)));
    }
  }

  @Test
  void fetchesNothingAheadBeyondWhereReadingEnds() throws Exception {
    try (ReadableByteChannel channel = open(0, 2 * RANGE - 10)) {
      channel.read(ByteBuffer.allocate(RANGE));
      waitForRequests(2);
      assertThat(
          store.ranges,
          containsInAnyOrder(range(0, 1), "bytes=%d-%d".formatted(RANGE, 2 * RANGE - 11)));
    }
  }

  @Test
  void asksForLittleWhereReadingMayEndAnywhere() throws IOException {
    try (ReadableByteChannel channel = open(0, 0)) {
      channel.read(ByteBuffer.allocate(1 << 16));
      channel.read(ByteBuffer.allocate(1));
      assertThat(store.ranges, contains("bytes=0-65535", "bytes=65536-196607"));
    }
  }

  @Test
  void failsWhenTheBlobIsAnotherOneMeanwhile() throws IOException {
    try (ReadableByteChannel channel = open(0, 1 << 16)) {
      channel.read(ByteBuffer.allocate(1 << 16));
      store.version = "2";
      BlobStorageException e =
          assertThrows(
              BlobStorageException.class, () -> channel.read(ByteBuffer.allocate(1 << 16)));
      assertThat(e.getStatusCode(), is(412));
    }
  }

  @Test
  void opensNoChannelAtTheEnd() throws IOException {
    assertThat(open(BLOB.length, BLOB.length), is(nullValue()));
  }

  @Test
  void refusesABlobThatHasBecomeShorter() {
    EOFException e = assertThrows(EOFException.class, () -> open(BLOB.length + 5, 0));
    assertThat(e.getMessage(), containsString("only %d bytes".formatted(BLOB.length)));
  }

  @Test
  void asksForNothingMoreOnceItIsClosed() throws Exception {
    ReadableByteChannel channel = open(0, BLOB.length);
    channel.close();
    waitForRequests(1);
    assertThat(store.ranges, not(hasItem(range(4, 5))));
  }

  @Test
  void isHowFilesOfBlobStorageAreRead() throws IOException {
    try (FileContent content = FileContent.open(PATH, 0, BLOB.length, options())) {
      assertThat(Arrays.equals(content.in().readAllBytes(), BLOB), is(true));
      assertThat(store.ranges, hasItem(range(5, 6)));
    }
  }

  private ReadableByteChannel open(long offset, long until) throws IOException {
    return BlobChannel.open(options(), PATH, offset, until);
  }

  private BlobstoreOptions options() {
    StoreFactory.store = store;
    BlobstoreOptions options = PipelineOptionsFactory.create().as(BlobstoreOptions.class);
    options.setBlobstoreClientFactoryClass(StoreFactory.class);
    return options;
  }

  private void waitForRequests(int count) throws InterruptedException {
    while (store.ranges.size() < count) {
      Thread.sleep(5);
    }
  }

  private static String range(int from, int to) {
    return "bytes=%d-%d".formatted(from * RANGE, to * RANGE - 1);
  }

  /** Makes clients of the store. */
  public static final class StoreFactory implements BlobstoreClientBuilderFactory {
    private static volatile Store store;

    @Override
    public BlobServiceClientBuilder createBuilder(BlobstoreOptions options) {
      return new BlobServiceClientBuilder()
          .endpoint("https://account.blob.core.windows.net")
          .sasToken("sv=1&sig=none")
          .httpClient(store);
    }
  }

  /** A blob that is read by ranges. */
  private static final class Store implements HttpClient {
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile String version = "1";

    @Override
    public Mono<HttpResponse> send(HttpRequest request) {
      HttpHeaders headers = new HttpHeaders().set(HttpHeaderName.ETAG, version);
      if (request.getHttpMethod() == HttpMethod.HEAD) {
        headers.set(HttpHeaderName.CONTENT_LENGTH, String.valueOf(BLOB.length));
        return Mono.just(new Answer(request, 200, headers, new byte[0]));
      }
      String range = request.getHeaders().getValue(HttpHeaderName.fromString("x-ms-range"));
      ranges.add(range);
      String condition = request.getHeaders().getValue(HttpHeaderName.IF_MATCH);
      if (condition != null && !condition.equals(version)) {
        return Mono.just(new Answer(request, 412, headers, new byte[0]));
      }
      String[] ends = range.substring("bytes=".length()).split("-");
      int start = Integer.parseInt(ends[0]);
      int end = Math.min(BLOB.length, Integer.parseInt(ends[1]) + 1);
      if (start >= BLOB.length) {
        return Mono.just(new Answer(request, 416, headers, new byte[0]));
      }
      headers
          .set(HttpHeaderName.CONTENT_LENGTH, String.valueOf(end - start))
          .set(
              HttpHeaderName.CONTENT_RANGE,
              "bytes %d-%d/%d".formatted(start, end - 1, BLOB.length));
      return Mono.just(new Answer(request, 206, headers, Arrays.copyOfRange(BLOB, start, end)));
    }
  }

  private static final class Answer extends HttpResponse {
    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
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
      return Flux.just(ByteBuffer.wrap(body));
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(body);
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
      return BinaryData.fromBytes(body);
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just("");
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just("");
    }
  }
}
