package dev.byoml.transforms.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import reactor.core.publisher.Mono;

/**
 * Keeps the body of an answer that reports an error, so that it can be read more than once. The
 * storage client reads it twice, which the JDK's HTTP client refuses; instead of trying again or
 * saying what the service said, the client would fail.
 */
final class BufferErrorAnswers implements HttpPipelinePolicy {
  private static final int FIRST_ERROR = 400;

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().map(BufferErrorAnswers::buffered);
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return buffered(next.processSync());
  }

  private static HttpResponse buffered(HttpResponse response) {
    return response.getStatusCode() >= FIRST_ERROR ? response.buffer() : response;
  }
}
