package dev.byoml.transforms.write.loganalytics.upload;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.byoml.transforms.azure.AzureSignIn;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Understands what the Logs Ingestion API answers, and says what to do about it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-monitor/logs/logs-ingestion-api-overview#troubleshooting">what
 *     its answers mean</a>
 */
final class ErrorResponses {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_MESSAGE = 120;

  /** How the JDK's client refuses an answer 204 that has a body; the rows have been taken. */
  private static final String BODY_OF_204 = "with 204 response";

  private static final Pattern LOST =
      Pattern.compile("reset|closed|received no bytes|EOF|Broken pipe", Pattern.CASE_INSENSITIVE);

  private final LogAnalyticsStream stream;
  private final Clock clock;

  /**
   * Answers about a stream.
   *
   * @param clock gives the time that the date of a {@code Retry-After} is compared with
   */
  ErrorResponses(LogAnalyticsStream stream, Clock clock) {
    this.stream = stream;
    this.clock = clock;
  }

  /** What a request that ended with {@code failure} means. */
  Attempt of(RuntimeException failure) {
    if (failure instanceof HttpResponseException http && http.getResponse() != null) {
      return of(http.getResponse());
    }
    if (failure instanceof ClientAuthenticationException) {
      return Attempt.failed(
          Attempt.Outcome.ALL_REFUSED,
          "no token: %s; sign in with az login, use a managed identity, or set %s"
              .formatted(oneLine(failure.getMessage()), AzureSignIn.ACCESS_TOKEN));
    }
    return ofConnection(failure);
  }

  private Attempt of(HttpResponse response) {
    int status = response.getStatusCode();
    if (status >= 200 && status < 300) {
      // The client knows 204 only.
      return Attempt.written();
    }
    String reason = "%d %s".formatted(status, message(response));
    return switch (status) {
      case 408, 429 -> tryLater(reason, response);
      case 413 -> Attempt.failed(Attempt.Outcome.TOO_LARGE, reason);
      case 401 ->
          Attempt.failed(
              Attempt.Outcome.TOKEN_REJECTED,
              reason
                  + "; the token must be one for "
                  + stream.tokenScope().replace("/.default", ""));
      case 403 ->
          Attempt.failed(
              Attempt.Outcome.ALL_REFUSED,
              reason
                  + "; grant the role Monitoring Metrics Publisher on the data collection rule %s to"
                      .formatted(stream.ruleId())
                  + " who signs in (a new role takes up to 30 minutes)");
      case 404 ->
          Attempt.failed(
              Attempt.Outcome.ALL_REFUSED,
              reason
                  + "; compare endpoint, rule id %s and stream %s with what setup-ingestion.sh status"
                      .formatted(stream.ruleId(), stream.streamName())
                  + " prints");
      case 400 ->
          Attempt.failed(
              Attempt.Outcome.ROWS_REFUSED,
              reason
                  + "; the stream %s of the rule must declare the columns of scripts/azure/ingestion.json"
                      .formatted(stream.streamName()));
      default ->
          status >= 500
              ? tryLater(reason, response)
              : Attempt.failed(Attempt.Outcome.ALL_REFUSED, reason);
    };
  }

  private Attempt tryLater(String reason, HttpResponse response) {
    String header = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
    return new Attempt(
        Attempt.Outcome.TRY_LATER, reason, Optional.ofNullable(header).flatMap(this::retryAfter));
  }

  /** The pause that {@code Retry-After} asks for, in seconds or as a date (RFC 9110, 10.2.3). */
  Optional<Duration> retryAfter(String header) {
    String value = header.strip();
    try {
      if (value.matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
      }
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      Duration pause = Duration.between(clock.instant(), until);
      return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Attempt ofConnection(RuntimeException failure) {
    for (Throwable t : ExceptionUtils.getThrowableList(failure)) {
      if (t instanceof SSLHandshakeException) {
        return Attempt.failed(
            Attempt.Outcome.ALL_REFUSED,
            "the certificate of %s is not trusted: %s; give a trust store that has it, with"
                    .formatted(stream.endpoint(), oneLine(withoutTypes(t.getMessage())))
                + " BYOML_JAVA_OPTIONS=-Djavax.net.ssl.trustStore=FILE");
      }
      if (t instanceof IOException && String.valueOf(t.getMessage()).endsWith(BODY_OF_204)) {
        return Attempt.written();
      }
      if (t instanceof IOException || t instanceof TimeoutException) {
        return Attempt.failed(
            Attempt.Outcome.TRY_LATER,
            "no answer from %s: %s".formatted(stream.endpoint(), describe(t)));
      }
    }
    // Without its message, which may quote the header that holds the token.
    return Attempt.failed(
        Attempt.Outcome.ALL_REFUSED,
        "the request could not be made: " + failure.getClass().getSimpleName());
  }

  /** A message without the names of the Java types whose messages it quotes. */
  private static String withoutTypes(String message) {
    return String.valueOf(message).replaceAll("(?:\\w+\\.)+\\w+(?:Exception|Error): ", "");
  }

  /** What happened and what to check, in words of the network and not of Java. */
  private static String describe(Throwable t) {
    if (t instanceof UnknownHostException || t instanceof UnresolvedAddressException) {
      return "there is no host of that name; check --ingestionEndpoint and the name server";
    }
    if (t instanceof TimeoutException || t instanceof HttpTimeoutException) {
      return "it did not answer in time; check --ingestionEndpoint, firewall and proxy";
    }
    if (t instanceof ConnectException) {
      return "the connection was refused; check --ingestionEndpoint, firewall and proxy";
    }
    if (t instanceof SSLException) {
      return "it does not speak TLS as it should; check --ingestionEndpoint and proxy";
    }
    if (t instanceof EOFException || LOST.matcher(String.valueOf(t.getMessage())).find()) {
      return "the connection was lost; check firewall and proxy if it is lost again";
    }
    return "what it answered is no HTTP; check --ingestionEndpoint and proxy";
  }

  /** Code and message of the service's answer, or the beginning of whatever it sent. */
  private static String message(HttpResponse response) {
    String body = response.getBodyAsString().block();
    if (body == null || body.isBlank()) {
      return "without a message";
    }
    try {
      JsonNode error = JSON.readTree(body).path("error");
      if (error.isObject()) {
        return oneLine(error.path("code").asText() + ": " + error.path("message").asText());
      }
    } catch (JsonProcessingException e) {
      // A gateway before the service answers in HTML.
      return oneLine(body);
    }
    return oneLine(body);
  }

  private static String oneLine(String text) {
    String line = String.valueOf(text).strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }
}
