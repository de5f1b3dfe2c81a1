package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.rest.RequestOptions;
import com.azure.core.util.BinaryData;
import com.azure.monitor.ingestion.LogsIngestionClient;
import com.azure.monitor.ingestion.LogsIngestionClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/**
 * Makes requests with {@code azure-monitor-ingestion}: the client builds the request, compresses
 * the body, and signs it with a token that it renews in time.
 *
 * <p>Three things it does not do, so they stand here and in this package: its batches leave
 * brackets and commas out of account and can exceed 1 MB ({@link RowBatcher}); it neither splits a
 * batch that was answered with 413 nor keeps a deadline over several retries, and its jitter has no
 * seed ({@link BatchSender}); and its version 1.1.0 asks for tokens of the public cloud only
 * ({@link LogAnalyticsStream#tokenScope()}).
 */
public final class ClientUploader implements Uploader {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  /** A name server, a sign-in or a service that never answers keeps one of these, and no run. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "byoml-ingestion");
            thread.setDaemon(true);
            return thread;
          });

  private final LogAnalyticsStream stream;
  private final TokenCredential credential;
  private final HttpClient httpClient;
  private final ErrorResponses answers;
  private final Duration requestTimeout;
  private LogsIngestionClient client;

  /**
   * An uploader to a stream.
   *
   * @param credential gives tokens
   * @param requestTimeout how long an answer may take
   */
  public ClientUploader(
      LogAnalyticsStream stream, TokenCredential credential, Duration requestTimeout) {
    this.stream = requireNonNull(stream, "stream");
    this.credential = requireNonNull(credential, "credential");
    this.requestTimeout = requireNonNull(requestTimeout, "requestTimeout");
    this.answers = new ErrorResponses(stream, Clock.systemUTC());
    this.httpClient =
        new ShortAnswers(
            new JdkHttpClientBuilder()
                .connectionTimeout(
                    requestTimeout.compareTo(CONNECTION_TIMEOUT) < 0
                        ? requestTimeout
                        : CONNECTION_TIMEOUT)
                .writeTimeout(requestTimeout)
                .responseTimeout(requestTimeout)
                .readTimeout(requestTimeout)
                .build());
    this.client = newClient();
  }

  private LogsIngestionClient newClient() {
    return new LogsIngestionClientBuilder()
        .endpoint(stream.endpoint())
        .credential(new ScopedCredential(credential, stream.tokenScope()))
        .httpClient(httpClient)
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
        .buildClient();
  }

  @Override
  public Attempt upload(RowBatch batch, Duration longest) throws InterruptedException {
    Duration limit = longest.compareTo(requestTimeout) < 0 ? longest : requestTimeout;
    LogsIngestionClient current = client;
    Future<Attempt> attempt = THREADS.submit(() -> upload(batch, current));
    try {
      return attempt.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return answers.of(new IllegalStateException(e));
    } catch (ExecutionException e) {
      return answers.of(new IllegalStateException(e.getCause()));
    } finally {
      attempt.cancel(true);
    }
  }

  private Attempt upload(RowBatch batch, LogsIngestionClient client) {
    try {
      client.uploadWithResponse(
          stream.ruleId(),
          stream.streamName(),
          BinaryData.fromBytes(batch.body()),
          new RequestOptions());
      return Attempt.written();
    } catch (RuntimeException e) {
      return answers.of(e);
    }
  }

  @Override
  public void forgetToken() {
    client.close();
    client = newClient();
  }

  @Override
  public void close() {
    client.close();
  }

  /** Asks for another scope than the client does. */
  private record ScopedCredential(TokenCredential credential, String scope)
      implements TokenCredential {
    @Override
    public Mono<AccessToken> getToken(TokenRequestContext request) {
      return credential.getToken(new TokenRequestContext().addScopes(scope));
    }

    @Override
    public AccessToken getTokenSync(TokenRequestContext request) {
      return credential.getTokenSync(new TokenRequestContext().addScopes(scope));
    }
  }
}
