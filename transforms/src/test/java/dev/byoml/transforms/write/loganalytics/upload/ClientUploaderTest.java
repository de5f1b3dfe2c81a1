package dev.byoml.transforms.write.loganalytics.upload;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import dev.byoml.transforms.write.loganalytics.upload.Attempt.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

class ClientUploaderTest {
  /** Waits for ever, and, like a look-up of a name, does not heed interruption. */
  private static final TokenCredential NEVER =
      new TokenCredential() {
        @Override
        public Mono<AccessToken> getToken(TokenRequestContext request) {
          return Mono.fromSupplier(() -> getTokenSync(request));
        }

        @Override
        public AccessToken getTokenSync(TokenRequestContext request) {
          CountDownLatch never = new CountDownLatch(1);
          while (true) {
            try {
              never.await();
            } catch (InterruptedException e) {
              // As a name server's answer is waited for.
            }
          }
        }
      };

  @Test
  @Timeout(value = 1, unit = TimeUnit.MINUTES)
  void endsInTimeWhereNothingBeforeTheRequestEnds() throws InterruptedException {
    LogAnalyticsStream stream =
        new LogAnalyticsStream("https://127.0.0.1:9", "dcr-0", "Custom-Results_CL");
    ClientUploader uploader = new ClientUploader(stream, NEVER, Duration.ofMinutes(10));
    try {
      Attempt attempt = uploader.upload(RowBatch.of(List.of("{}")), Duration.ofMillis(100));
      assertThat(attempt.outcome(), is(Outcome.TRY_LATER));
    } finally {
      uploader.close();
    }
  }
}
