package dev.byoml.transforms.write.loganalytics.upload;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.azure.core.exception.ClientAuthenticationException;
import dev.byoml.transforms.write.loganalytics.upload.Attempt.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ErrorResponsesTest {
  private final ErrorResponses answers =
      new ErrorResponses(
          new LogAnalyticsStream("https://name.example", "dcr-1", "Custom-X"),
          Clock.fixed(Instant.parse("2026-03-31T14:00:00Z"), ZoneOffset.UTC));

  @Test
  void readsARetryAfterInSeconds() {
    assertThat(answers.retryAfter("17"), is(Optional.of(Duration.ofSeconds(17))));
  }

  @Test
  void readsARetryAfterThatIsADate() {
    assertThat(
        answers.retryAfter("Tue, 31 Mar 2026 14:00:30 GMT"),
        is(Optional.of(Duration.ofSeconds(30))));
  }

  @Test
  void doesNotWaitForADateThatIsPast() {
    assertThat(answers.retryAfter("Tue, 31 Mar 2026 13:00:00 GMT"), is(Optional.of(Duration.ZERO)));
  }

  @Test
  void passesOverARetryAfterThatIsNeither() {
    assertThat(answers.retryAfter("soon"), is(Optional.empty()));
    assertThat(answers.retryAfter("-3"), is(Optional.empty()));
  }

  @Test
  void triesAgainWhenAConnectionFailsOrAnAnswerIsLate() {
    assertThat(outcome(new UncheckedIOException(new ConnectException())), is(Outcome.TRY_LATER));
    assertThat(outcome(new RuntimeException(new TimeoutException())), is(Outcome.TRY_LATER));
    assertThat(
        outcome(new RuntimeException(new IOException("Connection reset"))), is(Outcome.TRY_LATER));
  }

  @Test
  void givesUpOnACertificateThatIsNotTrusted() {
    Attempt attempt =
        answers.of(
            new UncheckedIOException(new SSLHandshakeException("PKIX path building failed")));

    assertThat(attempt.outcome(), is(Outcome.ALL_REFUSED));
    assertThat(attempt.reason(), containsString("javax.net.ssl.trustStore"));
  }

  @Test
  void saysHowToSignInWhenThereIsNoToken() {
    Attempt attempt = answers.of(new ClientAuthenticationException("nobody is signed in", null));

    assertThat(attempt.outcome(), is(Outcome.ALL_REFUSED));
    assertThat(attempt.reason(), containsString("az login"));
  }

  @Test
  void doesNotRepeatTheWordsOfAnUnknownFailureWhichMayQuoteTheToken() {
    Attempt attempt =
        answers.of(new IllegalArgumentException("invalid header value: Bearer planted"));

    assertThat(attempt.outcome(), is(Outcome.ALL_REFUSED));
    assertThat(attempt.reason(), not(containsString("planted")));
  }

  private Outcome outcome(RuntimeException failure) {
    return answers.of(failure).outcome();
  }
}
