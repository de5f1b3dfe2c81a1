package dev.byoml.transforms.write.loganalytics.upload;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of one request.
 *
 * @param outcome what it means for the rows
 * @param reason what to say about it in one line, empty for {@link Outcome#WRITTEN}
 * @param retryAfter how long the service asks to wait, if it does
 */
record Attempt(Outcome outcome, String reason, Optional<Duration> retryAfter) {
  /** What a request means for its rows, and for those that follow. */
  enum Outcome {
    /** The service took them. */
    WRITTEN,
    /** Something that passes: the same request may succeed later. */
    TRY_LATER,
    /** The request is too large; its halves may pass. */
    TOO_LARGE,
    /** The service does not accept the token. */
    TOKEN_REJECTED,
    /** The service will never take these rows. */
    ROWS_REFUSED,
    /**
     * The service will not take any rows: they come from the wrong one, or go to the wrong place.
     */
    ALL_REFUSED
  }

  Attempt {
    requireNonNull(outcome, "outcome");
    requireNonNull(reason, "reason");
    requireNonNull(retryAfter, "retryAfter");
  }

  static Attempt written() {
    return new Attempt(Outcome.WRITTEN, "", Optional.empty());
  }

  static Attempt failed(Outcome outcome, String reason) {
    return new Attempt(outcome, reason, Optional.empty());
  }
}
